"""`landmark-gui completion`: a script for bash, zsh or fish, made from the parser itself."""

import argparse
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from landmark_gui.cli.outcome import Exit, say
from landmark_gui.cli.parser import build_parser

_PROGRAM = "landmark-gui"


@dataclass(frozen=True, slots=True)
class Command:
    """A command's options, and the words that can stand after some of them."""

    sentence: str
    options: Mapping[str, str]
    choices: Mapping[str, tuple[str, ...]]


def run(args: argparse.Namespace) -> int:
    """Print the script."""
    say(_SCRIPTS[args.shell](commands_of(build_parser())))
    return Exit.OK


def commands_of(parser: argparse.ArgumentParser) -> dict[str, Command]:
    """Return every command of a parser."""
    found: dict[str, Command] = {}
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to ask
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - as above
            sentences = {a.dest: a.help or "" for a in action._choices_actions}  # noqa: SLF001
            for name, command in action.choices.items():
                found[name] = _command(command, sentences.get(name, ""))
    return found


def _command(parser: argparse.ArgumentParser, sentence: str) -> Command:
    actions = list(_actions(parser))
    options = {o: _plain(action) for action in actions for o in action.option_strings}
    choices = {
        name: tuple(map(str, action.choices))
        for action in actions
        if action.choices
        for name in action.option_strings or [""]
    }
    return Command(sentence, options, choices)


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield what a command takes, and what its verbs take."""
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to ask
        yield action
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - as above
            for verb in action.choices.values():
                yield from _actions(verb)


def _plain(action: argparse.Action) -> str:
    return (action.help or "").split(" (default")[0]


def _bash(commands: Mapping[str, Command]) -> str:
    return f"""\
# {_PROGRAM} completion for bash; put it in ~/.local/share/bash-completion/completions/{_PROGRAM}
_landmark_gui() {{
  local word="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}"
  local command="${{COMP_WORDS[1]}}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    words={shlex.quote(" ".join(commands))}
  else
    case "$command $before" in
{_indented(_cases(commands), 6)}
    esac
    if [ -z "$words" ]; then
      case "$command" in
{_indented(_options(commands), 8)}
      esac
      case "$word" in -*) ;; *) words="" ;; esac
    fi
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
  [ "${{#COMPREPLY[@]}}" -gt 0 ] || COMPREPLY=($(compgen -f -- "$word"))
}}
complete -o filenames -F _landmark_gui {_PROGRAM}"""


def _zsh(commands: Mapping[str, Command]) -> str:
    script = _bash(commands).split("\n", 1)[1]
    return f"""\
#compdef {_PROGRAM}
# {_PROGRAM} completion for zsh, by its own bash layer; source it in ~/.zshrc
autoload -U +X bashcompinit && bashcompinit
{script}"""


def _fish(commands: Mapping[str, Command]) -> str:
    lines = [f"# {_PROGRAM} completion for fish; put it in ~/.config/fish/completions/"]
    for name, command in commands.items():
        when = f"complete -c {_PROGRAM} -n '__fish_use_subcommand'"
        lines.append(f"{when} -a {name} -d {_fish_quoted(command.sentence)}")
        lines += _fish_options(name, command)
    return "\n".join(lines)


def _fish_options(name: str, command: Command) -> Iterator[str]:
    when = f"complete -c {_PROGRAM} -n '__fish_seen_subcommand_from {name}'"
    if "" in command.choices:
        yield f"{when} -f -a {_fish_quoted(' '.join(command.choices['']))}"
    for option, words in command.options.items():
        kind = f"-l {option[2:]}" if option.startswith("--") else f"-s {option[1:]}"
        values = command.choices.get(option)
        after = f" -x -a {_fish_quoted(' '.join(values))}" if values else ""
        yield f"{when} {kind}{after} -d {_fish_quoted(words)}"


def _cases(commands: Mapping[str, Command]) -> Iterator[str]:
    for name, command in commands.items():
        for option, words in command.choices.items():
            before = option or name
            yield f'"{name} {before}") words={shlex.quote(" ".join(words))} ;;'


def _options(commands: Mapping[str, Command]) -> Iterator[str]:
    for name, command in commands.items():
        yield f"{name}) words={shlex.quote(' '.join(command.options))} ;;"


def _indented(lines: Iterator[str], columns: int) -> str:
    return "\n".join(" " * columns + line for line in lines)


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


_SCRIPTS = {"bash": _bash, "zsh": _zsh, "fish": _fish}
