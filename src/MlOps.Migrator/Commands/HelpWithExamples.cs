using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace MlOps.Migrator.Commands;

/// <summary>The help of a command, and its examples below.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private readonly HelpAction _help = new();

    // Who asks for help need not give what the command requires.
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = _help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is not Verb { Examples: [_, ..] examples })
            return code;

        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in examples)
            output.WriteLine($"  {Invocation.Program} {example}");

        output.WriteLine();
        return code;
    }
}
