"""The command line: the only layer that prints, prompts, exits, or reads the clock and the environment."""

from importlib import import_module

import click

from attest import __version__

COMMANDS = {
    "collect": "facts and signals of a period into a run",
    "controls": "list, show and check control packs",
    "demo": "build the sample repositories, run everything, leave a PDF",
    "dispositions": "list, check and begin management's answers to deviations",
    "doctor": "name what is missing on this machine, and the remedy",
    "evaluate": "test the controls on a run from a store",
    "explain": "every signal, check and outcome of one commit or change",
    "imports": "kinds of files that --import reads, with their columns",
    "init": "write attest.yaml after looking at the repository",
    "readiness": "what the team should see to before an audit",
    "report": "the PDF and its companions from a store",
    "run": "collect, evaluate and report in one go",
    "sample": "draw changes for an auditor, and write the supplement",
    "scan": "AI-assistance signals of each commit",
    "signals": "list detection rules, or try them on a text",
    "store": "list and check the runs of a store",
    "verify": "check a run, a store or a package, offline",
}
"""Every command with its summary, so that `--help` loads no command's libraries."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are used, from the module of their name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"attest.cli.{cmd_name}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"attest.cli.{cmd_name}.command is not a command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name]) for name in sorted(COMMANDS)])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="attest", message="%(prog)s %(version)s")
def attest() -> None:
    """Evidence for audited change management where AI wrote some of the code."""


def main() -> None:
    """Run the command line and end the process with its exit code."""
    from attest.cli.process import run

    run(attest)
