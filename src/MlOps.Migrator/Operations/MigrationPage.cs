using System.Globalization;
using MlOps.Persistence.Maintenance;

namespace MlOps.Migrator.Operations;

/// <summary>What a migration has done, and how long writers waited for it.</summary>
internal static class MigrationPage
{
    /// <summary>Writes each step once it is done.</summary>
    public static IProgress<SchemaStep> Follow(Output output) => new StepLines(output);

    public static void WriteWaits(Output output, SchemaReport report)
    {
        foreach (var (table, wait) in report.WriterWaits)
            output.Write(
                new { Kind = "wait", Name = table, WaitedSeconds = (double?)wait.TotalSeconds },
                string.Create(CultureInfo.InvariantCulture, $"Writers of {table} waited for {wait.TotalSeconds:0.###} s at most."));

        if (report.Migrations.Count > 0 && report.WriterWaits.Count == 0)
            output.Say("No writer waited for longer than 0.01 s.");
    }

    private sealed class StepLines(Output output) : IProgress<SchemaStep>
    {
        public void Report(SchemaStep value) =>
            output.Write(new { value.Kind, value.Name, WaitedSeconds = (double?)null }, $"{value}");
    }
}
