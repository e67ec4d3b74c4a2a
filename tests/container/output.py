"""Prints one output from a GitHub command file, read by the runner's grammar and nothing of ours."""

import sys


def outputs(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    lines = iter(text.split("\n"))
    for line in lines:
        if not line:
            continue
        equals, heredoc = line.find("="), line.find("<<")
        if equals >= 0 and (heredoc < 0 or equals < heredoc):
            name, value = line.split("=", 1)
        elif heredoc >= 0:
            name, delimiter = line.split("<<", 1)
            value_lines = []
            for value_line in lines:
                if value_line == delimiter:
                    break
                value_lines.append(value_line)
            else:
                sys.exit(f"no end of {name}")
            value = "\n".join(value_lines)
        else:
            sys.exit(f"neither name=value nor name<<delimiter: {line!r}")
        if name in found:
            sys.exit(f"twice: {name}")
        found[name] = value
    return found


with open(sys.argv[1], encoding="utf-8", newline="") as file:
    found = outputs(file.read())
if sys.argv[2] not in found:
    sys.exit(f"no output {sys.argv[2]}")
print(found[sys.argv[2]])
