using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Postgres;

namespace MlOps.Persistence.Tests.Renamed;

/// <summary>An application that gives each table and column a name of its own, in a schema of its own. All need quotation marks.</summary>
internal sealed class RenamedContext : MlOpsDbContext
{
    public RenamedContext(DbContextOptions<RenamedContext> options)
        : base(options)
    {
    }

    private RenamedContext(DbContextOptions options)
        : base(options)
    {
    }

    /// <summary>Makes one for options of a test of the library's own context.</summary>
    public static RenamedContext Create(DbContextOptions<MlOpsDbContext> options) => new((DbContextOptions)options);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(RenamedNames.Schema);
        base.OnModelCreating(modelBuilder);
        // EF finds more here than the finished model has.
        foreach (var entityType in modelBuilder.Model.GetEntityTypes().ToList())
        {
            if (RenamedNames.Standard.FindEntityType(entityType.Name) is { } standard)
                Rename(entityType, standard);
        }
    }

    private static void Rename(IMutableEntityType entityType, IReadOnlyEntityType standard)
    {
        if (entityType.IsMappedToJson() || standard.GetTableName() is not { } table)
            return;

        if (entityType.BaseType is null || entityType.BaseType.GetTableName() != entityType.GetTableName())
            entityType.SetTableName(RenamedNames.OfTable(table));

        RenameColumns(entityType, standard);
        foreach (var check in entityType.GetDeclaredCheckConstraints().ToList())
        {
            entityType.RemoveCheckConstraint(check.ModelName);
            entityType.AddCheckConstraint(check.ModelName, RenamedNames.Translate(check.Sql));
        }

        foreach (var trigger in entityType.GetAnnotations().Where(one => one.Name.Contains(":Trigger:", StringComparison.Ordinal)).ToList())
        {
            var spec = JsonSerializer.Deserialize<TriggerSpec>((string)trigger.Value!)!;
            entityType.SetAnnotation(trigger.Name, (spec with { Action = RenamedNames.Translate(spec.Action) }).ToString());
        }

        foreach (var index in entityType.GetDeclaredIndexes().Where(index => index.GetFilter() is not null))
            index.SetFilter(RenamedNames.Translate(index.GetFilter()!));
    }

    private static void RenameColumns(IMutableTypeBase type, IReadOnlyTypeBase standard)
    {
        foreach (var property in type.GetDeclaredProperties())
        {
            if (standard.FindProperty(property.Name)?.GetColumnName() is { } column)
                property.SetColumnName(RenamedNames.OfColumn(column));

            if (property.GetComputedColumnSql() is { } computed)
                property.SetComputedColumnSql(RenamedNames.Translate(computed));
        }

        foreach (var part in type.GetDeclaredComplexProperties().Where(part => !part.ComplexType.IsMappedToJson()))
            RenameColumns(part.ComplexType, standard.FindComplexProperty(part.Name)!.ComplexType);
    }
}
