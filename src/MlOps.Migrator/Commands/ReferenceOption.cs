using System.CommandLine;
using System.CommandLine.Parsing;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Migrator.Monitoring;

namespace MlOps.Migrator.Commands;

/// <summary>What a monitor compares its windows with.</summary>
internal sealed class ReferenceOption : Option<MonitorReference?>
{
    public ReferenceOption()
        : base("--reference")
    {
        Description =
            "What each window is compared with: 'previous' for the window just before, which is usual, or FROM..TO for one window " +
            "for good.";
        HelpName = $"{MonitorText.Previous}|FROM..TO";
        CustomParser = Parse;
        CompletionSources.Add(MonitorText.Previous);
    }

    private static MonitorReference? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text == MonitorText.Previous)
            return MonitorReference.Previous;

        try
        {
            if (text.Split("..") is [var from, var to] && Times.Parse(from) is { } start && Times.Parse(to) is { } end)
                return MonitorReference.Fixed(new TimeWindow(start, end));

            result.AddError(
                $"--reference must be '{MonitorText.Previous}' or two times, such as 2026-02-01..2026-03-01 or " +
                $"2026-02-01T12:00Z..2026-03-01T12:00Z, and is '{text}'.");
        }
        catch (InvalidValueException e)
        {
            result.AddError($"--reference '{text}' is no span of time. {e.Message}");
        }

        return null;
    }
}
