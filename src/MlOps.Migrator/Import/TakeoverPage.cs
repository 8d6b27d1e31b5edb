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
                Deleted = result.Report?.Deleted ?? 0,
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

    public static void Write(Output output, SwitchResult? result, string target) => output.Write(
        new
        {
            Outcome = result is null ? "unchanged" : "switched",
            WaitSeconds = result?.Wait.TotalSeconds,
            Deleted = result?.Deleted ?? 0,
        },
        result is null
            ? "The tables of MlOps have the names already."
            : $"The tables of MlOps have the names in {target}, and the old ones are in {TakeoverSession.Legacy}. " +
                $"Writers had to wait for {result.Wait.TotalSeconds:0.0} s. {result.Deleted} rows were deleted, as in the old tables." +
                (result.WhyNoDeletions is { } reason ? $" Note: {reason}." : ""));

    public static void Write(Output output, BackResult? result, bool isDryRun)
    {
        var (rows, housekeeping) = (result?.New ?? [], result?.Housekeeping ?? []);
        string[] lines =
        [
            .. rows.Select(table => $"{table.Table}: {table.Rows} rows were written after the switch"),
            .. housekeeping.Select(table => $"{table.Table}: {table.Rows} rows of housekeeping"),
            result is null ? "The old tables have their names already."
                : isDryRun ? "Nothing was changed."
                : $"The old tables have their names again, and those of MlOps are in the schema {TakeoverSession.Next}.",
        ];
        var outcome = result is null ? "unchanged" : isDryRun ? "possible" : "back";
        output.Write(new { Outcome = outcome, NewRows = rows, Housekeeping = housekeeping }, lines);
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
