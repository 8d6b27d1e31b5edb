using System.CommandLine;

namespace MlOps.Migrator.Commands;

/// <summary>
/// An option with a parser of its own. The parser of the framework would take the comma of the machine's language, and names types of
/// .NET in its messages.
/// </summary>
internal class ValueOption<T> : Option<T>
    where T : struct
{
    /// <param name="name">The name, with its dashes.</param>
    /// <param name="description">What the help says.</param>
    /// <param name="rule">What the value must be, as in "--days must be a whole number".</param>
    /// <param name="parse">Reads the value; null where it breaks the rule.</param>
    /// <param name="usual">The value if none is given. The help shows it.</param>
    public ValueOption(string name, string description, string rule, Func<string, T?> parse, T? usual = null)
        : base(name)
    {
        Description = description;
        DefaultValueFactory = usual is { } value ? _ => value : null;
        CustomParser = result =>
        {
            if (parse(result.Tokens[0].Value) is { } given)
                return given;

            result.AddError($"{name} must be {rule}, and is '{result.Tokens[0].Value}'.");
            return default;
        };
    }

    /// <summary>What the user gave. Null if it was nothing.</summary>
    public T? Find(ParseResult parsed) => parsed.GetResult(this) is null or { Implicit: true } ? null : parsed.GetValue(this);
}
