namespace MlOps.Persistence.Operations.Performance;

/// <summary>Measures one part of the performance. What the login may not do, it throws, and others say so.</summary>
internal interface IPerformancePart
{
    /// <summary>The part: "writes", "indexes".</summary>
    string Check { get; }

    Task<IReadOnlyList<PerformanceFinding>> MeasureAsync(
        MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken);
}
