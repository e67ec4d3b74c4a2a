use std::os::unix::fs::symlink;
use std::process::Command;

use tempfile::TempDir;

use super::*;

/// Also one that has just been put in the place of a file.
#[test]
fn a_pipe_is_opened_without_waiting_for_a_writer() {
    let folder = TempDir::new().expect("a temporary folder");
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is there").success());
    for links in [Links::Followed, Links::Refused] {
        assert_eq!(opened(&pipe, links).expect_err("it is a pipe").to_string(), "it is not a regular file");
    }
}

#[test]
fn a_link_is_followed_only_where_one_may_be() {
    let folder = TempDir::new().expect("a temporary folder");
    let link = folder.path().join("link");
    symlink("/dev/zero", &link).expect("room for a link");
    assert_eq!(
        regular(&link, Links::Followed).expect_err("it is a device").to_string(),
        "it is not a regular file"
    );
    fs::remove_file(&link).expect("it is there");
    fs::write(folder.path().join("file"), "").expect("room for a file");
    symlink("file", &link).expect("room for a link");
    assert!(regular(&link, Links::Followed).is_ok() && regular(&link, Links::Refused).is_err());
}
