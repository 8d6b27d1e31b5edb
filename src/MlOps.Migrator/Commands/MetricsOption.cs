using System.CommandLine;
using System.CommandLine.Parsing;
using MlOps.Domain;

namespace MlOps.Migrator.Commands;

/// <summary>Numbers with names.</summary>
internal sealed class MetricsOption : Option<KeyValuePair<string, double>[]>
{
    private const string Form = "NAME=NUMBER";

    public MetricsOption(string name, string description)
        : base(name)
    {
        Description = $"{description} It may be given many times.";
        HelpName = Form;
        Arity = ArgumentArity.OneOrMore;
        CustomParser = Parse;
    }

    public MetricSet Of(ParseResult parsed) => new(parsed.GetValue(this) ?? []);

    private KeyValuePair<string, double>[] Parse(ArgumentResult result)
    {
        var metrics = new Dictionary<string, double>();
        foreach (var token in result.Tokens)
        {
            var end = token.Value.LastIndexOf('=');
            if (end < 1 || NumberOption.Parse(token.Value[(end + 1)..]) is not { } number)
                result.AddError($"{Name} must be {Form}, such as auc=0.91, and is '{token.Value}'.");
            else if (!metrics.TryAdd(token.Value[..end], number))
                result.AddError($"{Name} names '{token.Value[..end]}' twice.");
        }

        return [.. metrics];
    }
}
