namespace MlOps.Persistence.Tests.SentSql;

/// <summary>A column, with the alias of its table if it has one.</summary>
internal sealed record SqlPath(string? Alias, string Column);
