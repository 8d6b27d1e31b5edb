using MlOps.Import.Takeover;

namespace MlOps.Migrator.Import;

/// <summary>Shows what a step of a takeover found or did.</summary>
internal static class TakeoverPage
{
    public static void Write(Output output, CopyResult result, string target)
    {
        if (output.IsJson)
        {
            output.Write(new
            {
                Target = target,
                IsDryRun = result.Report is null,
                result.Moving,
                IsComplete = result.Report?.IsComplete ?? true,
                Read = result.Report?.Read ?? 0,
                Imported = result.Report?.Imported ?? 0,
                Refused = result.Report?.Refused ?? 0,
                Tables = result.Report?.Tables ?? [],
            });
            return;
        }

        if (result.Report is { } report)
            ImportResult.Write(output, report, target, isDryRun: false);

        var listing = new Listing("Kind", "Name", "Copied");
        foreach (var old in result.Moving)
            listing.Add(old.Kind.ToLowerInvariant(), old.Name, old.IsImported);

        output.Write(listing, $"Moves to {TakeoverSession.Legacy} at the switch");
        output.Say(result.Report is null
            ? $"Nothing was changed in {target}."
            : "Run 'takeover copy' again to catch up, and 'takeover switch' when the applications are ready.");
    }

    public static void Write(Output output, IReadOnlyList<NewRows>? rows, bool isDryRun)
    {
        var outcome = rows is null ? "unchanged" : isDryRun ? "possible" : "back";
        string[] lines =
        [
            .. (rows ?? []).Select(table => $"{table.Table}: {table.Rows} rows were written after the switch"),
            rows is null ? "The old tables have their names already."
                : isDryRun ? "Nothing was changed."
                : $"The old tables have their names again, and those of MlOps are in the schema {TakeoverSession.Next}.",
        ];
        output.Write(new { Outcome = outcome, NewRows = rows ?? [] }, lines);
    }

    public static void Write(Output output, TakeoverState state)
    {
        var refused = (state.Legacy?.Next ?? state.Next)?.Refused ?? 0;
        output.Write(
            new { state.Phase, SwitchedAt = state.Legacy?.At, Refused = refused },
            [
                state.Phase switch
                {
                    TakeoverPhase.NotBegun => "No takeover was begun.",
                    TakeoverPhase.Copied => $"The tables of MlOps are in the schema {TakeoverSession.Next}, and the old ones are in use.",
                    TakeoverPhase.Switched => $"Switched at {Times.Show(state.Legacy!.At)}; the old ones are in {TakeoverSession.Legacy}.",
                    _ => "The database has the tables of MlOps, and no takeover made them.",
                },
                .. refused == 0 ? Array.Empty<string>() : [$"{refused} rows or tables were refused."],
            ]);
    }
}
