namespace MlOps.Benchmarks.Cases;

/// <summary>What a takeover took.</summary>
/// <param name="Baseline">The copy of the same rows by one statement.</param>
/// <param name="Copy">The first copy, into tables that are there.</param>
/// <param name="SecondCopy">A copy after which nothing was written.</param>
/// <param name="Switch">The whole switch.</param>
/// <param name="Wait">How long writers waited during it.</param>
internal sealed record TakeoverTimes(TimeSpan Baseline, TimeSpan Copy, TimeSpan SecondCopy, TimeSpan Switch, TimeSpan Wait);
