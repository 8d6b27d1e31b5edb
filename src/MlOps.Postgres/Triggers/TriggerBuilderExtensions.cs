using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MlOps.Postgres.Triggers;

/// <summary>Declares functions and triggers.</summary>
public static class TriggerBuilderExtensions
{
    /// <summary>
    /// Adds a function. A migration creates it after the tables, which it may read, or right before the first one that
    /// calls it: in a default, a generated column or a CHECK.
    /// </summary>
    /// <param name="builder">The model.</param>
    /// <param name="signature">Its name and arguments as SQL: "update_updated_at_column()" for instance.</param>
    /// <param name="definition">What follows the signature: RETURNS, LANGUAGE, AS.</param>
    public static ModelBuilder HasFunction(this ModelBuilder builder, string signature, string definition) =>
        builder.HasAnnotation(PostgresAnnotations.Function + signature, definition.ReplaceLineEndings("\n").Trim());

    /// <summary>Adds a trigger to an entity's table.</summary>
    /// <param name="builder">The entity.</param>
    /// <param name="name">The trigger's name.</param>
    /// <param name="when">When it fires: "BEFORE UPDATE" for instance.</param>
    /// <param name="action">What it does for each row, after a condition if it has one: "EXECUTE FUNCTION f()".</param>
    public static EntityTypeBuilder<TEntity> HasDatabaseTrigger<TEntity>(
        this EntityTypeBuilder<TEntity> builder, string name, string when, string action)
        where TEntity : class
    {
        builder.HasAnnotation(PostgresAnnotations.Trigger + name, new TriggerSpec(
            when.ReplaceLineEndings("\n").Trim(), action.ReplaceLineEndings("\n").Trim()).ToString());
        return builder;
    }

    /// <summary>
    /// Lets the database keep the time of the last change in updated_at, whoever makes it. The property is read back after each
    /// save.
    /// </summary>
    public static EntityTypeBuilder<TEntity> HasUpdatedAtTrigger<TEntity>(
        this EntityTypeBuilder<TEntity> builder, Expression<Func<TEntity, DateTimeOffset>> updatedAt)
        where TEntity : class
    {
        builder.Property(updatedAt).ValueGeneratedOnUpdate().Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        return builder.HasDatabaseTrigger(
            UpdatedAtFunction.Trigger, "BEFORE UPDATE", $"EXECUTE FUNCTION {UpdatedAtFunction.Name}()");
    }
}
