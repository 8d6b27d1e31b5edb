namespace MlOps.Server.Reading;

/// <summary>What an item calls the schema of its features.</summary>
/// <param name="Name">The name.</param>
/// <param name="Version">The version; null if there is only one.</param>
internal readonly record struct SchemaName(string Name, int? Version);
