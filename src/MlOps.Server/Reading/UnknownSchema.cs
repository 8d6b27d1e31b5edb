namespace MlOps.Server.Reading;

/// <summary>An item names a schema that must be looked up before the item can be read.</summary>
internal sealed class UnknownSchema(SchemaName name) : Exception($"The schema '{name.Name}' was not looked up.")
{
    public SchemaName Name { get; } = name;
}
