using System.CommandLine;
using System.CommandLine.Parsing;
using MlOps.Domain;

namespace MlOps.Migrator.Commands;

/// <summary>A span of time.</summary>
internal sealed class WindowOption : Option<TimeWindow?>
{
    public WindowOption(string name, string description)
        : base(name)
    {
        Description = description;
        HelpName = WindowText.Form;
        CustomParser = Parse;
    }

    private TimeWindow? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        try
        {
            if (WindowText.Parse(text) is { } window)
                return window;

            result.AddError($"{Name} must be two times, such as 2026-02-01..2026-03-01, and is '{text}'.");
        }
        catch (InvalidValueException e)
        {
            result.AddError($"{Name} '{text}' is no span of time. {e.Message}");
        }

        return null;
    }
}
