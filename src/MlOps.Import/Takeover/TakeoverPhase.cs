namespace MlOps.Import.Takeover;

/// <summary>How far the takeover of a database is.</summary>
internal enum TakeoverPhase
{
    /// <summary>The database has the tables of a team, or none.</summary>
    NotBegun,

    /// <summary>Our tables are beside those of the team, which applications still use.</summary>
    Copied,

    /// <summary>Our tables have the names, and those of the team are out of the way.</summary>
    Switched,

    /// <summary>The database has our tables, and no takeover made them.</summary>
    NotNeeded,
}
