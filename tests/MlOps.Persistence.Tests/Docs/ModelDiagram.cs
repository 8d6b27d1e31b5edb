using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Domain;

namespace MlOps.Persistence.Tests.Docs;

/// <summary>The model as mermaid draws it, a diagram for each module.</summary>
internal static class ModelDiagram
{
    private const string Introduction =
        """
        # The model

        There is a diagram for each module. `scripts/diagrams` generates them from the EF model, and a test compares them with it. Each
        table also has `tenant_id`, `id` (a UUIDv7) and `created_at`, and each key begins with the tenant. A line from one table to
        another is a foreign key.

        """;

    public static string Of(IModel model)
    {
        var text = new StringBuilder(Introduction);
        foreach (var module in model.GetEntityTypes().Where(type => type.ClrType.IsAssignableTo(typeof(Entity)))
            .GroupBy(type => type.ClrType.Namespace!.Split('.')[^1]).OrderBy(module => module.Key, StringComparer.Ordinal))
        {
            text.Append($"\n## {module.Key}\n```mermaid\nerDiagram\n");
            foreach (var type in module.OrderBy(type => type.GetTableName(), StringComparer.Ordinal))
                Describe(type, text);

            text.Append("```\n");
        }

        return text.ToString();
    }

    private static void Describe(IEntityType type, StringBuilder text)
    {
        var table = StoreObjectIdentifier.Create(type, StoreObjectType.Table)!.Value;
        text.Append($"    {table.Name} {{\n");
        foreach (var property in type.GetDeclaredProperties().Where(property => !IsOfAll(property)))
            text.Append($"        {Word(property.GetColumnType(table))} {property.GetColumnName(table)}\n");

        text.Append("    }\n");
        foreach (var key in type.GetDeclaredForeignKeys())
        {
            var many = key.IsUnique ? "o|" : "}o";
            var one = key.IsRequired ? "||" : "o|";
            var columns =
                string.Join(", ", key.Properties.Select(property => property.GetColumnName(table)).Where(name => name != "tenant_id"));
            text.Append($"    {table.Name} {many}--{one} {key.PrincipalEntityType.GetTableName()} : \"{columns}\"\n");
        }

        if (type.BaseType is { } root)
            text.Append($"    {table.Name} ||--|| {root.GetTableName()} : \"is a\"\n");
    }

    private static bool IsOfAll(IProperty property) =>
        property.Name is nameof(Entity.TenantId) or nameof(Entity.Id) or nameof(Entity.CreatedAt) || property.IsShadowProperty();

    // Mermaid takes a single word for a type.
    private static string Word(string type) => type.Split('(')[0].Replace(' ', '_').Replace("[]", "_array", StringComparison.Ordinal);
}
