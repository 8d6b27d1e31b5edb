namespace MlOps.Migrator.Operations;

/// <summary>Says which sessions are in the way of a slice.</summary>
internal sealed class ObstacleNotes(Output output) : IProgress<string>
{
    public void Report(string value) => output.Note($"Waiting: {value}.");
}
