namespace MlOps.Soak;

/// <summary>The ids that writing processes said were acknowledged.</summary>
internal sealed class Acknowledged
{
    private readonly Lock _lock = new();

    public HashSet<Guid> Predictions { get; } = [];

    public HashSet<Guid> Feedback { get; } = [];

    public HashSet<Guid> Labels { get; } = [];

    /// <summary>Takes what a process said. The last line of one that was killed may be cut.</summary>
    public async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            if (line.Length != 38 || !Guid.TryParse(line.AsSpan(2), out var id))
                continue;

            lock (_lock)
            {
                (line[0] switch
                {
                    WritingProcess.Predicted => Predictions,
                    WritingProcess.Commented => Feedback,
                    WritingProcess.Labelled => Labels,
                    var kind => throw new InvalidOperationException($"'{kind}' was acknowledged."),
                }).Add(id);
            }
        }
    }
}
