using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MlOps.Domain;

namespace MlOps.Migrator.Commands;

/// <summary>Metrics of a version, each with its name.</summary>
internal sealed class MetricOption : Option<MetricSet?>
{
    public MetricOption()
        : base("--metric")
    {
        Description = "A metric of the version, such as auc=0.91. It may be given many times.";
        HelpName = "name=value";
        Arity = ArgumentArity.OneOrMore;
        CustomParser = Parse;
    }

    private static MetricSet? Parse(ArgumentResult result)
    {
        var metrics = MetricSet.Empty;
        foreach (var token in result.Tokens)
        {
            var end = token.Value.LastIndexOf('=');
            if (end <= 0 || !double.TryParse(token.Value[(end + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            {
                result.AddError($"--metric must be NAME=NUMBER, such as auc=0.91, and is '{token.Value}'.");
                return null;
            }

            try
            {
                metrics = metrics.With(token.Value[..end], value);
            }
            catch (InvalidValueException e)
            {
                result.AddError($"--metric '{token.Value}' cannot be. {e.Message}");
                return null;
            }
        }

        return metrics;
    }
}
