//! The gate before it runs, described word by word.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::thread;

use b24_ping::testing::{HOOK, INPUTS};
use serde_json::Value;
use tempfile::TempDir;

use crate::portal::Portal;
use crate::run::{Around, Run};

const BINARY: &str = env!("CARGO_BIN_EXE_b24-ping");

/// One run of the program that has not begun.
#[must_use = "a gate does nothing until it runs"]
pub(crate) struct Gate {
    home: TempDir,
    github: bool,
    prints_only: bool,
    pub(crate) launcher: Vec<String>,
    hook: Option<String>,
    roots: String,
    inputs: BTreeMap<String, String>,
    env: BTreeMap<String, String>,
    args: Vec<String>,
    secrets: Vec<String>,
}

impl Gate {
    /// Without a hook. Reports in JSON and JUnit are asked for, in files beside the workspace.
    pub(crate) fn bare() -> Self {
        let home = TempDir::new().expect("a temporary folder");
        fs::create_dir_all(home.path().join("workspace/.github")).expect("room for a folder");
        let gate = Self {
            home,
            github: false,
            prints_only: false,
            launcher: Vec::new(),
            hook: None,
            roots: String::new(),
            inputs: BTreeMap::new(),
            env: BTreeMap::new(),
            args: Vec::new(),
            secrets: Vec::new(),
        };
        let (json, junit) = (gate.beside("reports/b24.json"), gate.beside("reports/b24.xml"));
        gate.input("retry-delay", "1ms").input("json-file", &json).input("junit-file", &junit)
    }

    /// With the hook of this portal, whose authority is trusted.
    pub(crate) fn new(portal: &Portal) -> Self {
        Self::bare().trusting(portal).hook(&portal.hook())
    }

    /// With the hooks of several portals; an empty name is none.
    pub(crate) fn several(hooks: &[(&str, &Portal)]) -> Self {
        let line = |(name, portal): &(&str, &Portal)| {
            if name.is_empty() { portal.hook() } else { format!("{name}={}", portal.hook()) }
        };
        let text = hooks.iter().map(line).collect::<Vec<_>>().join("\n");
        let mut portals = hooks.iter().map(|(_, portal)| *portal).collect::<Vec<_>>();
        portals.sort_by_key(|portal| portal.host());
        portals.dedup_by_key(|portal| portal.host());
        portals.into_iter().fold(Self::bare(), Self::trusting).hook(&text)
    }

    /// A command that prints and makes no reports.
    pub(crate) fn command(args: &[&str]) -> Self {
        let gate = args.iter().fold(Self::bare(), |gate, arg| gate.arg(arg));
        Self { prints_only: true, ..gate }
    }

    /// This portal's secret must not be seen; its authority is trusted.
    pub(crate) fn trusting(mut self, portal: &Portal) -> Self {
        self.roots += portal.ca_pem();
        self.secret(portal.secret())
    }

    /// No byte of what the run leaves behind may hold this.
    pub(crate) fn secret(mut self, secret: &str) -> Self {
        self.secrets.push(secret.to_owned());
        self
    }

    /// The policy, where it is looked for by default.
    pub(crate) fn policy(self, yaml: &str) -> Self {
        self.file(".github/b24-scopes.yml", yaml.as_bytes())
    }

    /// A file in the workspace, which is the working folder.
    pub(crate) fn file(self, name: &str, bytes: &[u8]) -> Self {
        let path = self.home.path().join("workspace").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("room for a folder");
        fs::write(path, bytes).expect("room for a file");
        self
    }

    /// A symbolic link in the workspace.
    #[cfg(unix)]
    pub(crate) fn link(self, name: &str, target: &str) -> Self {
        let link = self.home.path().join("workspace").join(name);
        std::os::unix::fs::symlink(target, link).expect("room for a link");
        self
    }

    pub(crate) fn hook(self, text: &str) -> Self {
        Self { hook: Some(text.to_owned()), ..self }
    }

    pub(crate) fn no_hook(self) -> Self {
        Self { hook: None, ..self }
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.env.insert(name.to_owned(), value.to_owned());
        self
    }

    pub(crate) fn arg(mut self, arg: &str) -> Self {
        self.args.push(arg.to_owned());
        self
    }

    /// What the program can read from its standard input, which is empty otherwise.
    pub(crate) fn stdin(self, text: &str) -> Self {
        fs::write(self.beside("stdin"), text).expect("room for a file");
        self
    }

    /// An input, in the spelling of the surroundings: `INPUT_…` under GitHub, `B24_…` elsewhere.
    pub(crate) fn input(mut self, name: &str, value: &str) -> Self {
        assert!(name == HOOK || INPUTS.iter().any(|input| input.name == name), "no such input: {name}");
        self.inputs.insert(name.to_owned(), value.to_owned());
        self
    }

    /// As a step of a job on GitHub.
    pub(crate) fn github(self) -> Self {
        Self { github: true, ..self }
    }

    /// As a step of a job on Azure Pipelines.
    pub(crate) fn azure(self) -> Self {
        let (temp, sources) = (self.beside("agent"), self.beside("workspace"));
        fs::create_dir(&temp).expect("room for a folder");
        self.env("TF_BUILD", "True").env("AGENT_TEMPDIRECTORY", &temp).env("BUILD_SOURCESDIRECTORY", &sources)
    }

    /// The event that started the job.
    pub(crate) fn event(self, name: &str, payload: &Value) -> Self {
        self.payload(name, &payload.to_string())
    }

    /// The same, in any spelling.
    pub(crate) fn payload(self, name: &str, json: &str) -> Self {
        let path = self.beside("event.json");
        fs::write(&path, json).expect("room for a file");
        self.env("GITHUB_EVENT_NAME", name).env("GITHUB_EVENT_PATH", &path)
    }

    /// A path that is not in the workspace.
    pub(crate) fn beside(&self, name: &str) -> String {
        self.home.path().join(name).to_str().expect("temporary folders have plain names").to_owned()
    }

    /// Runs to the end.
    pub(crate) fn run(self) -> Run {
        let child = self.start();
        self.finish(child)
    }

    /// Runs until `ready` returns, then gets this signal.
    pub(crate) fn run_until(self, ready: impl FnOnce(), signal: &str) -> Run {
        let child = self.start();
        ready();
        send(signal, &child);
        self.finish(child)
    }

    /// Gets this signal after the first byte that it says, and is listened to on to the end.
    pub(crate) fn run_until_it_speaks(self, signal: &str) -> Run {
        let mut child = self.start();
        // Nobody waits for room in a pipe that is read.
        let mut stderr = child.stderr.take().expect("it is a pipe");
        let listener = thread::spawn(move || {
            let mut text = Vec::new();
            stderr.read_to_end(&mut text).map(|_| text)
        });
        let mut said = vec![0];
        child.stdout.as_mut().expect("it is a pipe").read_exact(&mut said).expect("something is said");
        send(signal, &child);
        let mut output = child.wait_with_output().expect("the gate ends");
        said.append(&mut output.stdout);
        let stderr = listener.join().expect("it only reads").expect("the pipe can be read");
        self.read(&Output { stdout: said, stderr, ..output })
    }

    /// Runs to the end and leaves all looking to the caller: what it printed, its folder, and whether that was a job on
    /// GitHub.
    pub(crate) fn left(self) -> (Output, TempDir, bool) {
        let output = self.start().wait_with_output().expect("the gate ends");
        (output, self.home, self.github)
    }

    fn finish(self, child: Child) -> Run {
        let output = child.wait_with_output().expect("the gate ends");
        self.read(&output)
    }

    fn read(self, output: &Output) -> Run {
        let path = |name: &str| PathBuf::from(&self.inputs[name]);
        let (json, junit) = (path("json-file"), path("junit-file"));
        let around = if self.github {
            Around::GitHub
        } else if self.env.contains_key("TF_BUILD") {
            Around::Azure
        } else {
            Around::Nothing
        };
        Run::read(self.home, (json, junit), output, around, self.prints_only, &self.secrets)
    }

    fn start(&self) -> Child {
        assert!(!self.github || self.launcher.is_empty(), "a shell drops the variables that the runner sets");
        let mut words = self.launcher.iter().map(String::as_str).chain([BINARY]);
        let mut command = Command::new(words.next().expect("the program at least"));
        command
            .args(words)
            .args(&self.args)
            .current_dir(self.home.path().join("workspace"))
            .env_clear()
            .envs(coverage())
            .envs([("RUST_LOG", "trace"), ("RUST_BACKTRACE", "full"), ("RUNNER_DEBUG", "1")])
            .stdin(File::open(self.beside("stdin")).map_or(Stdio::null(), Stdio::from))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut inputs = self.inputs.clone();
        inputs.extend(self.hook.clone().map(|text| ("hook".to_owned(), text)));
        if !self.roots.is_empty() {
            let path = self.beside("roots.pem");
            fs::write(&path, &self.roots).expect("room for certificates");
            inputs.entry("ca-file".to_owned()).or_insert(path);
        }
        if self.github {
            self.surround(&mut command);
            // The runner sets all inputs of the action, used or not.
            let names = INPUTS.iter().map(|input| input.name).chain([HOOK]);
            let value = |name: &str| inputs.get(name).cloned().unwrap_or_default();
            command.envs(names.map(|name| (format!("INPUT_{}", name.to_ascii_uppercase()), value(name))));
        } else {
            let variable = |name: &str| format!("B24_{}", name.to_ascii_uppercase().replace('-', "_"));
            command.envs(inputs.iter().map(|(name, value)| (variable(name), value)));
        }
        command.envs(&self.env).spawn().expect("the gate starts")
    }

    /// What GitHub's runner sets, with empty files for outputs and summary.
    fn surround(&self, command: &mut Command) {
        for (name, file) in [("GITHUB_OUTPUT", "outputs"), ("GITHUB_STEP_SUMMARY", "summary.md")] {
            fs::write(self.home.path().join(file), "").expect("room for a file");
            command.env(name, self.home.path().join(file));
        }
        let event = self.home.path().join("private.json");
        fs::write(&event, r#"{"repository":{"private":true}}"#).expect("room for a file");
        command.env("GITHUB_EVENT_PATH", event);
        command.env("GITHUB_WORKSPACE", self.home.path().join("workspace")).envs([
            ("CI", "true"),
            ("GITHUB_ACTIONS", "true"),
            ("GITHUB_SERVER_URL", "https://github.com"),
            ("GITHUB_REPOSITORY", "acme/app"),
            ("GITHUB_SHA", "0123456789abcdef0123456789abcdef01234567"),
        ]);
    }
}

fn send(signal: &str, child: &Child) {
    let sent = Command::new("kill").args(["-s", signal, &child.id().to_string()]).status();
    assert!(sent.expect("there is a `kill`").success());
}

/// Where a program that counts its own lines, for a measurement of coverage, writes them.
fn coverage() -> Option<(&'static str, std::ffi::OsString)> {
    Some(("LLVM_PROFILE_FILE", std::env::var_os("LLVM_PROFILE_FILE")?))
}
