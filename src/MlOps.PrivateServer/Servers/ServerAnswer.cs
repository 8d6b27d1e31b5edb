namespace MlOps.PrivateServer.Servers;

/// <summary>What a server said about itself.</summary>
internal sealed record ServerAnswer(string DataDirectory, LocalServerInfo Info, bool HasDatabase);
