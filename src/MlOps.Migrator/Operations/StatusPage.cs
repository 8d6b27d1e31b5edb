using System.Globalization;
using MlOps.Persistence.Operations;

namespace MlOps.Migrator.Operations;

/// <summary>The status of a database: a short section for each part of it.</summary>
internal static class StatusPage
{
    // The others are small. JSON and the view of sizes have them all.
    private const int ShownTables = 10;

    public static void Write(Output output, string target, SystemStatus status)
    {
        if (output.IsJson)
        {
            output.Write(Describe(target, status));
            return;
        }

        output.Say($"{Capitalize(target)}, PostgreSQL {status.ServerVersion}.");
        foreach (var line in ListMigrations(status))
            output.Say(line);

        Section("slices", "Slices (all tenants)", ListSlices(status), "There are no sliced tables.");
        Section("writers", "Writers", ListWriters(status), "No prediction writer has reported in the last day.");
        Section("jobs", "Jobs", ListJobs(status), "There are no jobs.");
        Section("alerts", "Open alerts", ListAlerts(status), "No alert is open.");
        Section("tables", "Largest tables (all tenants)", ListTables(status.Tables.Take(ShownTables)), "There are no tables.");
        if (status.DatabaseBytes is { } bytes)
            output.Say($"The whole database has {ByteSize.Show(bytes)}.");
        else if (status.Missing.GetValueOrDefault("databaseBytes") is { } unknown)
            output.Say($"The size of the whole database: {unknown}");

        void Section(string part, string title, Listing listing, string none)
        {
            if (status.Missing.GetValueOrDefault(part) is { } reason)
                output.Say($"{title}: {reason}");
            else if (listing.Count == 0)
                output.Say(none);
            else
                output.Write(listing, title);
        }
    }

    private static object Describe(string target, SystemStatus status) => new
    {
        Database = target,
        Server = status.ServerVersion,
        Migration = status.NewestMigration,
        status.PendingMigrations,
        status.UnknownMigrations,
        Slices = ListSlices(status).ToObjects(),
        Writers = ListWriters(status).ToObjects(),
        Jobs = ListJobs(status).ToObjects(),
        Alerts = ListAlerts(status).ToObjects(),
        status.DatabaseBytes,
        Tables = status.Tables.Select(table => new { Table = table.Name, table.Bytes }),
        status.Missing,
    };

    private static IEnumerable<string> ListMigrations(SystemStatus status)
    {
        if (status.Missing.GetValueOrDefault("migrations") is { } reason)
            return [$"Migrations: {reason} Type '{Invocation.Program} migrate' if the database is new."];

        return
        [
            $"The newest migration is {status.NewestMigration ?? "none"}.",
            status.PendingMigrations.Count == 0
                ? "No migration is pending."
                : $"Pending: {string.Join(", ", status.PendingMigrations)}. Type '{Invocation.Program} migrate'.",
            .. status.UnknownMigrations.Count == 0
                ? (string[])[]
                : [$"Unknown to this program: {string.Join(", ", status.UnknownMigrations)}. Update the program."],
        ];
    }

    private static Listing ListSlices(SystemStatus status)
    {
        var listing = new Listing("Table", "Slices", "First gap", "Default rows", "Set aside");
        foreach (var state in status.Slices)
            listing.Add(state.Table, state.Slices, state.FirstGap, state.DefaultRows, state.SetAsideRows);

        return listing;
    }

    private static Listing ListWriters(SystemStatus status)
    {
        var listing = new Listing(
            "Host", "Process", "Program", "Seen", "Queue", "Oldest seconds", "Dead letters", "Last error at", "Last error");
        foreach (var writer in status.Writers)
            listing.Add(
                writer.Host, writer.ProcessId.ToString(CultureInfo.InvariantCulture), writer.Program, writer.SeenAt, writer.QueueLength,
                Math.Round(writer.OldestAge.TotalSeconds, 3), writer.DeadLettered, writer.LastErrorAt, writer.LastError);

        return listing;
    }

    private static Listing ListJobs(SystemStatus status)
    {
        var listing = new Listing("Job", "Enabled", "Next due", "Running since", "Failures", "Last run", "Last result");
        foreach (var job in status.Jobs)
            listing.Add(
                job.Name, job.IsEnabled, job.NextDueAt, job.RunningSince, job.Failures, job.LastEndedAt,
                job.LastEndedAt is null ? null : job.LastError ?? "succeeded");

        return listing;
    }

    private static Listing ListAlerts(SystemStatus status)
    {
        var listing = new Listing("Alert", "Rule", "Subject", "Severity", "Since", "Observation");
        foreach (var alert in status.OpenAlerts)
            listing.Add(alert.Id, alert.Rule?.Name, alert.Subject, alert.Severity, alert.Since, alert.Observation);

        return listing;
    }

    private static Listing ListTables(IEnumerable<StoredTable> tables)
    {
        var listing = new Listing("Table", "Size");
        foreach (var table in tables)
            listing.Add(table.Name, ByteSize.Show(table.Bytes));

        return listing;
    }

    private static string Capitalize(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}";
}
