using System.CommandLine;
using System.CommandLine.Parsing;
using MlOps.Domain;
using MlOps.Migrator.Monitoring;

namespace MlOps.Migrator.Commands;

/// <summary>What a monitor compares its windows with.</summary>
internal sealed class ReferenceOption : Option<ReferenceChoice?>
{
    private const string Baseline = "baseline:";

    public ReferenceOption()
        : base("--reference")
    {
        Description =
            $"What each window is compared with: '{MonitorText.Previous}' for the window just before, which is usual, {WindowText.Form} " +
            $"for one window for good, or {Baseline}VERSION for what a version was trained on.";
        HelpName = $"{MonitorText.Previous}|{WindowText.Form}|{Baseline}VERSION";
        CustomParser = Parse;
        CompletionSources.Add(MonitorText.Previous);
    }

    private static ReferenceChoice? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text == MonitorText.Previous)
            return ReferenceChoice.Previous;

        if (text.StartsWith(Baseline, StringComparison.Ordinal) && text.Length > Baseline.Length)
            return new ReferenceChoice(null, text[Baseline.Length..]);

        try
        {
            if (WindowText.Parse(text) is { } window)
                return new ReferenceChoice(window, null);

            result.AddError(
                $"--reference must be '{MonitorText.Previous}', two times, such as 2026-02-01..2026-03-01 or " +
                $"2026-02-01T12:00Z..2026-03-01T12:00Z, or {Baseline}VERSION, and is '{text}'.");
        }
        catch (InvalidValueException e)
        {
            result.AddError($"--reference '{text}' is no span of time. {e.Message}");
        }

        return null;
    }
}
