//! Where comments end and strings begin. Of each text, what stands in comments.

use super::*;

fn comments<'t>(path: &str, text: &'t str) -> Vec<&'t str> {
    of(language(path), text.as_bytes()).into_iter().map(|range| &text[range]).collect()
}

const NONE: [&str; 0] = [];

#[test]
fn comments_of_every_family_are_found() {
    for (path, text, found) in [
        ("a.js", "a // b\nc /* d\n */ e", &["// b", "/* d\n */"][..]),
        ("a.tsx", "<p>{/* x */}</p>", &["/* x */"]),
        ("a.go", "a := `// no` // yes", &["// yes"]),
        ("A.java", "String s = \"\"\"\n// no\n\"\"\"; // yes", &["// yes"]),
        ("A.cs", "var a = @\"\\\"; // yes\nvar b = @\"a\n// \"\"no\"; // too", &["// yes", "// too"]),
        ("a.php", "<p>// no</p><?php // yes ?> # no <?= 1 # too", &["// yes ", "# too"]),
        ("a.php", "<?php #[A]\n$a = '# no\n// no'; /* yes */", &["/* yes */"]),
        ("a.php", "<?php $a = <<<'X'\n// no\n  X; // yes\n", &["// yes"]),
        ("a.php", "<script>// a\nb('<?= 1 // c ?>')</script> // no", &["// a"]),
        ("a.php", "<!-- a <?php f() ?> --><!-- b -->", &["<!-- b -->"]),
        ("a.blade.php", "{{-- a --}} b", &["{{-- a --}}"]),
        ("a.vue", "<!-- a --><b>// no</b><script>// c</script>", &["<!-- a -->", "// c"]),
        ("a.py", "a = '#' # b\n", &["# b"]),
        (
            "a.py",
            "def f():\n    \"\"\"Calls x.\"\"\"\n    g(\n'''no'''\n)\n    x = '''no'''",
            &["\"\"\"Calls x.\"\"\""],
        ),
        ("a.rb", "a = \"#{b}\" # c\n=begin\nd\n=end\n", &["# c", "=begin\nd\n=end"]),
        ("a.rb", "a = <<~X\n  # no\nX\n# yes", &["# yes"]),
        ("a.sh", "echo $# ${#a} a#b '#' # c\ncat <<EOF\n# no\nEOF\n# yes", &["# c", "# yes"]),
        ("a.yml", "a: 'b # c' # d\n# e\nf: it's # g", &["# d", "# e", "# g"]),
        ("Dockerfile", "# a\nRUN b", &["# a"]),
    ] {
        assert_eq!(comments(path, text), found, "{text}");
    }
}

#[test]
fn what_only_looks_like_a_comment_is_code() {
    for (path, text) in [
        ("a.js", "a = 'http://b'; c = \"/*\"; d = `// ${e} /*`"),
        ("a.js", "a = `${b ? `// ${c({ d: '//' })}` : 'e'} // f`"),
        ("a.js", "a.replace(/[/*]/g, '').split(/\\/\\//)"),
        ("a.js", "return /'/.test(a) ? '//' : b"),
        ("a.jsx", "<a>http://a.example</a>"),
        ("a.js", "if (a) /\\//.test(b)"),
        ("a.js", "a = b => /[//]/.test(b) || c\ntypeof /[//]/"),
        ("a.js", "while (f(a, (b))) /'/.exec(c) && d('// e')"),
        ("a.js", "(a + b) / 2 + '//' + c / d"),
        ("a.js", "a.if(b) / '//c'.length"),
        ("a.rb", "a.split /#/ if b\nc =~ %r{#} && %w[# d]"),
        ("a.js", "a('src/**/*.js'); b = 'c/*'"),
        ("a.js", "a /* never closed"),
        ("a.php", "<?php $a = \"b # c // d\"; $e = 'it\\'s # no';"),
        ("a.php", "// of the page"),
        ("a.py", "a = f'''# {b}'''\nc = \\\n'''no'''\n'''never closed"),
        ("a.rb", "a = /#[a]/ if b; \"x#y\""),
        ("a.sh", "curl \"a#b\" http://c/#d"),
        ("a.unknown", "// a\n# b\n/* c */"),
        ("no-ending", "# a"),
    ] {
        assert_eq!(comments(path, text), NONE, "{text}");
    }
}

/// What looks like the opening of a comment, before what hides `x()` if it is taken for one.
#[test]
fn no_opening_that_is_none_hides_the_code_up_to_the_next_comment() {
    for (path, opening) in [
        ("a.js", "if (a) /[/*]/.test(b)"),
        ("a.ts", "for (const a of b) /[/*]/.test(a)"),
        ("a.js", "a(() => /[/*]/)"),
        ("a.js", "function a() { return /[/*]/ }"),
        ("a.js", "if (a) {}\n/[/*]/.test(b)"),
        ("a.js", "else /[/*]/.test(b)"),
        ("a.js", "do /[/*]/.test(b)"),
        ("a.js", "// a\n/[/*]/.test(b)"),
        ("a.js", "/* a */ /[/*]/.test(b)"),
        ("a.js", "a = b // c\n  || /[/*]/.test(d)"),
        ("a.js", "throw /[/*]/"),
        ("a.js", "if (a) /`/.test(b)"),
        ("a.jsx", "<code>src/*</code>"),
        ("a.tsx", "<a b={/[/*]/} />"),
        ("a.go", "a := '/' + /* */ b / *c /*"),
        ("a.groovy", "a = ~/[/*]/"),
        ("a.vue", "<script>if (a) /[/*]/.test(b)"),
        ("a.html", "<a title='<!--'>"),
        ("a.php", "<?php $a = <<<X\n/*\nX;"),
    ] {
        let text = format!("{opening}\nx()\n/* y */\n<!-- z -->");
        let hidden = comments(path, &text).concat();
        assert!(!hidden.contains("x()"), "{opening}: {hidden}");
    }
    let documented = "/**\n * Of src/**.js and api/*,\n * x()\n */";
    assert_eq!(comments("a.js", documented), [documented]);
    assert_eq!(comments("a.js", "a(b) / c /* d */ / e"), ["/* d */"]);
    assert_eq!(comments("a.jsx", "<a b={c} />{/* d */}<e/>"), ["/* d */"]);
}

/// Each of these made some lexer look to the end of the file again and again; a test that takes minutes has failed.
#[test]
fn no_file_takes_longer_than_its_bytes() {
    const PARTS: [&str; 18] = [
        "/*",
        "<!--",
        "<!--<?",
        "<?php \"\\",
        "<<<A ",
        "<<A\n",
        "'''\\",
        "\"\"\"",
        "`${",
        "[/[",
        "\"\\",
        "=begin\n",
        "<script>",
        "/*/*",
        "/**//",
        "/* */ /",
        ")/",
        "if(",
    ];
    for path in [
        "a.js", "a.go", "a.cs", "a.kt", "a.rs", "a.php", "a.html", "a.twig", "a.py", "a.rb", "a.sh", "a.yml",
        "a.lua", "a.ipynb",
    ] {
        for part in PARTS {
            let text = part.repeat((1 << 18) / part.len());
            let found = of(language(path), text.as_bytes());
            assert!(found.is_sorted_by(|a, b| a.end <= b.start), "{path} {part}");
            assert!(found.iter().all(|range| range.end <= text.len()), "{path} {part}");
        }
    }
}

/// What is no comment of a file.
fn code(path: &str, text: &str) -> String {
    let mut code = text.to_owned();
    for comment in of(language(path), text.as_bytes()).into_iter().rev() {
        code.replace_range(comment, "");
    }
    code
}

#[test]
fn cells_of_a_notebook_are_code_but_for_what_is_written_and_printed() {
    let text = r##"{ "cells": [
  { "cell_type": "markdown", "source": [
     "call `crm.a`\n" ] },
  { "cell_type": "code",
    "outputs": [
      "crm.b" ],
    "source": [
      "# crm.c\n",
      "b.get_all('crm.d')\n" ] },
  { "cell_type": "code",
    "outputs": [],
    "source": [ "b.get_all('crm.e')" ] }
] }"##;
    let code = code("a.ipynb", text);
    assert_eq!(
        ["crm.a", "crm.b", "crm.c", "crm.d", "crm.e"].map(|name| code.contains(name)),
        [false, false, false, true, true]
    );
}

#[test]
fn templates_have_comments_of_their_own() {
    for text in
        ["{# x #}", "{* x *}", "{{! x }}", "{{!-- x --}}", "<%# x %>", "<%-- x --%>", "@* x *@", "<!-- x -->"]
    {
        assert_eq!(code("a.twig", &format!("a{text}b")), "ab", "{text}");
        let of_svelte = code("a.svelte", &format!("a{text}b"));
        assert_eq!(of_svelte == "ab", text == "<!-- x -->", "{text}");
    }
    assert_eq!(code("a.cshtml", "<script>a // x\nb</script>"), "<script>a \nb</script>");
}

#[test]
fn dashes_and_raw_strings_are_told_from_comments() {
    assert_eq!(code("a.sql", "a -- x\nb '--' /* x */ c"), "a \nb '--'  c");
    assert_eq!(code("a.lua", "a --[[ x\n x ]] b"), "a  b");
    assert_eq!(code("a.rs", "r#\"it's \" // \"# a // x"), "r#\"it's \" // \"# a ");
    assert_eq!(code("a.rs", "br\"\\\" a // x"), "br\"\\\" a ");
    assert_eq!(code("a.cs", "\"\"\"\"a \"\"\" // \"\"\"\" b // x"), "\"\"\"\"a \"\"\" // \"\"\"\" b ");
    assert_eq!(code("a.bsl", "A(); // x\nB(\"// a\");"), "A(); \nB(\"// a\");");
    assert_eq!(code("a.ps1", "a # x\nb"), "a \nb");
}
