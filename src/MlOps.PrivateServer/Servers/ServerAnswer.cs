namespace MlOps.PrivateServer.Servers;

/// <summary>What a server reports about itself.</summary>
internal sealed record ServerAnswer(string DataDirectory, LocalServerInfo Info, bool HasDatabase);
