namespace MlOps.Migrator.Serve;

/// <summary>What a user chose for the HTTP server.</summary>
internal sealed record ServeSettings(
    string Urls, string JournalDirectory, int Capacity, TimeSpan FlushInterval, bool RequiresTokens);
