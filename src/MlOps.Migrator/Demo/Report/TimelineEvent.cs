namespace MlOps.Migrator.Demo.Report;

/// <summary>Something that happened.</summary>
/// <param name="At">When.</param>
/// <param name="What">A sentence that says it.</param>
/// <param name="Command">The verb that shows more of it.</param>
internal sealed record TimelineEvent(DateTimeOffset At, string What, string Command);
