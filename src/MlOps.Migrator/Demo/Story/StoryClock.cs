namespace MlOps.Migrator.Demo.Story;

/// <summary>The clock of the demo's days, for what notes the time by itself.</summary>
internal sealed class StoryClock : TimeProvider
{
    private DateTimeOffset _now;

    public void Set(DateTimeOffset now) => _now = now;

    public override DateTimeOffset GetUtcNow() => _now;
}
