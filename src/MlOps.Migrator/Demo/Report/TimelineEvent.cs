namespace MlOps.Migrator.Demo.Report;

/// <summary>Something that happened.</summary>
/// <param name="At">When.</param>
/// <param name="What">A sentence that says it.</param>
/// <param name="Command">What to type to see more of it.</param>
internal sealed record TimelineEvent(DateTimeOffset At, string What, string Command);
