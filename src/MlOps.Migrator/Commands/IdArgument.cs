using System.CommandLine;
using System.CommandLine.Parsing;

namespace MlOps.Migrator.Commands;

/// <summary>The ids of stored things, any number of them.</summary>
internal sealed class IdArgument : Argument<Guid[]>
{
    private readonly string _thing;
    private readonly string _list;

    /// <param name="thing">What the ids are of: "a letter".</param>
    /// <param name="list">What shows the ids: "'mlops dead-letters list'".</param>
    public IdArgument(string thing, string list)
        : base("id")
    {
        (_thing, _list) = (thing, list);
        Arity = ArgumentArity.ZeroOrMore;
        CustomParser = Parse;
    }

    private Guid[] Parse(ArgumentResult result)
    {
        var ids = new List<Guid>();
        foreach (var token in result.Tokens)
        {
            if (Guid.TryParse(token.Value, out var id))
                ids.Add(id);
            else
                result.AddError(Explain(token.Value, result));
        }

        return [.. ids];
    }

    // What begins with dashes was meant as an option, and any number of ids takes it.
    private string Explain(string word, ArgumentResult result) =>
        result.Parent is CommandResult { Command: var command } && Suggestion.Find(command, word) is { } meant
            ? $"'{word}' is not the id of {_thing}. Did you mean '{meant}'?"
            : $"'{word}' is not the id of {_thing}. {_list} shows the ids.";
}
