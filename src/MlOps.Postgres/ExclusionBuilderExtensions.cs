using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MlOps.Postgres;

/// <summary>Declares periods that must not overlap.</summary>
public static class ExclusionBuilderExtensions
{
    /// <summary>
    /// Refuses a row whose period overlaps that of another row with the same values. The constraint needs the extension btree_gist. Where
    /// it is not installed, and the user that migrates cannot install it, the table is made without the constraint, and a later upgrade
    /// tries again.
    /// </summary>
    /// <param name="builder">The entity.</param>
    /// <param name="name">The name of the constraint.</param>
    /// <param name="equal">What two rows have in common whose periods are compared: x => new { x.TenantId, x.RoomId }.</param>
    /// <param name="from">The beginning of the period.</param>
    /// <param name="to">Its end, which no longer belongs to it; null while it goes on.</param>
    public static EntityTypeBuilder<TEntity> HasNoOverlaps<TEntity>(
        this EntityTypeBuilder<TEntity> builder,
        string name,
        Expression<Func<TEntity, object?>> equal,
        Expression<Func<TEntity, DateTimeOffset>> from,
        Expression<Func<TEntity, DateTimeOffset?>> to)
        where TEntity : class
    {
        var spec = new ExclusionSpec(PropertyNames.ReadAll(equal), PropertyNames.Read(from), PropertyNames.Read(to));
        builder.HasAnnotation(builder.Metadata.Model.RequireFeatures().Annotations.Exclusion + name, spec.ToString());
        return builder;
    }
}
