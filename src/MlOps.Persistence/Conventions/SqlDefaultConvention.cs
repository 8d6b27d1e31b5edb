using System.Collections;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Domain;
using MlOps.Postgres;

namespace MlOps.Persistence.Conventions;

/// <summary>
/// Lets SQL of others leave out what an application does not choose: the id, the times, the revision, the first status, and what is
/// empty at first. EF and bulk writes go on writing all values.
/// </summary>
internal sealed class SqlDefaultConvention(IRelationalTypeMappingSource types) : IModelFinalizingConvention
{
    private const string Present = "now()";

    public void ProcessModelFinalizing(
        IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entityType in modelBuilder.Metadata.GetEntityTypes()
            .Where(type => typeof(Entity).IsAssignableFrom(type.ClrType) && !type.ClrType.IsAbstract))
        {
            // As EF makes it before it fills it. One that needs arguments tells nothing of what is empty at first.
            var empty = entityType.ClrType.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, [])
                ?.Invoke(null);
            foreach (var property in entityType.GetDeclaredProperties().Where(property => !property.IsNullable))
            {
                if (property.GetDefaultValueSql() is null && Find(property, empty) is { } sql)
                    property.Builder.HasSqlDefault(sql);
            }
        }
    }

    private string? Find(IConventionProperty property, object? empty) => property.Name switch
    {
        nameof(Entity.Id) => $"{IdFunction.Name}({Present})",
        nameof(Entity.CreatedAt) or nameof(ChangingEntity.UpdatedAt) => Present,
        _ when empty is not null && property.PropertyInfo?.GetValue(empty) is { } value && (IsFirst(property, value) || IsEmpty(value)) =>
            types.FindMapping((IProperty)property)?.GenerateSqlLiteral(value),
        _ => null,
    };

    private static bool IsFirst(IConventionProperty property, object value) =>
        ((IReadOnlyProperty)property).IsRevision() || (property.Name == "Status" && value is Enum);

    private static bool IsEmpty(object value) => value is not string && value is IEnumerable values && !values.GetEnumerator().MoveNext();
}
