using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Drift;

namespace MlOps.Migrator.Commands;

/// <summary>How features are compared, and from where on they have drifted.</summary>
internal sealed class RuleOption : Option<MonitorRule[]>
{
    private const string Form = "[FEATURE=]METHOD:WARNING[:CRITICAL][@EDGE,...]";
    private const string Rule = $"--rule must be {Form}, such as psi_sturges:0.1:0.25 or age=psi_edges:0.1@1,2,3";

    public RuleOption()
        : base("--rule")
    {
        Description =
            "How a feature is compared and the limits of its result, such as age=ks_asymp:0.01 or, for all others of its kind, " +
            "psi_sturges:0.1:0.25. It may be given many times. Numbers and categories without a rule have " +
            $"{DriftMethods.PsiSturges}:0.1:0.25 and {DriftMethods.PsiCategories}:0.1:0.25. Attributions have " +
            $"{AttributionDrift.NdcgLoss}:0.1.";
        HelpName = Form;
        Arity = ArgumentArity.OneOrMore;
        CustomParser = Parse;
    }

    /// <summary>The rules that were given, and the usual one for each kind of feature that has none for all.</summary>
    public IReadOnlyList<MonitorRule> Of(ParseResult parsed)
    {
        var given = parsed.GetValue(this) ?? [];
        var kinds = given.Where(rule => rule.Feature is null && !rule.IsForAttributions).Select(rule => rule.IsForNumbers).ToHashSet();
        return [.. given, .. new MonitorSettings().Rules.Where(rule => !kinds.Contains(rule.IsForNumbers))];
    }

    private static MonitorRule[] Parse(ArgumentResult result)
    {
        var rules = new List<MonitorRule>();
        foreach (var token in result.Tokens)
        {
            try
            {
                if (Parse(token.Value) is { } rule)
                    rules.Add(rule);
                else
                    result.AddError($"{Rule}, and is '{token.Value}'.");
            }
            catch (InvalidValueException e)
            {
                result.AddError($"--rule '{token.Value}' cannot be. {e.Message}");
            }
        }

        return [.. rules];
    }

    // The name of a feature may have any sign, and neither a method nor a number has one of these.
    private static MonitorRule? Parse(string text)
    {
        var end = text.LastIndexOf('=');
        var parts = text[(end + 1)..].Split('@');
        var limits = parts[0].Split(':');
        var edges = parts.Length == 2 ? ParseNumbers(parts[1].Split(',')) : null;
        return parts.Length <= 2 && edges is null == (parts.Length == 1) && limits.Length is 2 or 3
            && ParseNumbers(limits[1..]) is { } numbers
            ? new MonitorRule(limits[0], numbers[0], numbers.Length > 1 ? numbers[1] : null, end < 0 ? null : text[..end], edges)
            : null;
    }

    private static double[]? ParseNumbers(string[] texts)
    {
        var numbers = new double[texts.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            if (!double.TryParse(texts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
                return null;
        }

        return numbers;
    }
}
