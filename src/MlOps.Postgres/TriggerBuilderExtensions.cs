using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Postgres.Triggers;
using MlOps.Postgres.Views;

namespace MlOps.Postgres;

/// <summary>Declares functions and triggers.</summary>
public static class TriggerBuilderExtensions
{
    /// <summary>
    /// Adds a function. A migration creates it after the tables, which it may read, or right before the first one that
    /// calls it: in a default, a generated column or a CHECK.
    /// </summary>
    /// <param name="builder">The model.</param>
    /// <param name="signature">Its name and arguments as SQL: "total(order_id uuid)" for instance.</param>
    /// <param name="definition">What follows the signature: RETURNS, LANGUAGE, AS.</param>
    public static ModelBuilder HasSqlFunction(this ModelBuilder builder, string signature, string definition) =>
        builder.HasAnnotation(
            builder.Model.RequireFeatures().Annotations.Function + signature, definition.ReplaceLineEndings("\n").Trim());

    /// <summary>Adds a function that reads tables of the model.</summary>
    /// <param name="builder">The model.</param>
    /// <param name="name">The function's name, after a schema if it has one.</param>
    /// <param name="function">Makes the function from the names of the model.</param>
    public static ModelBuilder HasSqlFunction(this ModelBuilder builder, string name, Func<ViewNames, SqlFunction> function) =>
        builder.HasAnnotation(
            builder.Model.RequireFeatures().Annotations.Function + name, new FunctionDefinition(function));

    /// <summary>Adds a trigger to an entity's table.</summary>
    /// <param name="builder">The entity.</param>
    /// <param name="name">The trigger's name.</param>
    /// <param name="when">When it fires: "BEFORE UPDATE" for instance.</param>
    /// <param name="action">What it does for each row, after a condition if it has one: "EXECUTE FUNCTION f()".</param>
    public static EntityTypeBuilder<TEntity> HasSqlTrigger<TEntity>(
        this EntityTypeBuilder<TEntity> builder, string name, string when, string action)
        where TEntity : class => (EntityTypeBuilder<TEntity>)((EntityTypeBuilder)builder).HasSqlTrigger(name, when, action);

    /// <inheritdoc cref="HasSqlTrigger{TEntity}"/>
    public static EntityTypeBuilder HasSqlTrigger(this EntityTypeBuilder builder, string name, string when, string action) =>
        builder.HasAnnotation(
            builder.Metadata.Model.RequireFeatures().Annotations.Trigger + name,
            new TriggerSpec(when.ReplaceLineEndings("\n").Trim(), action.ReplaceLineEndings("\n").Trim()).ToString());

    /// <summary>
    /// Lets the database set the time of the last change in the column updated_at, whatever program makes the change. The property
    /// is read back after each save. The model gets the function that does it.
    /// </summary>
    public static EntityTypeBuilder<TEntity> HasUpdatedAtTrigger<TEntity>(
        this EntityTypeBuilder<TEntity> builder, Expression<Func<TEntity, DateTimeOffset>> updatedAt)
        where TEntity : class
    {
        var model = builder.Metadata.Model;
        var features = model.RequireFeatures();
        builder.Property(updatedAt).ValueGeneratedOnUpdate().Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        var function = $"{features.Annotations.Function}{features.UpdatedAtFunction}()";
        if (model[function] is null)
            model.SetAnnotation(function, UpdatedAtFunction.Definition);

        return builder.HasSqlTrigger(features.UpdatedAtTrigger, "BEFORE UPDATE", $"EXECUTE FUNCTION {features.UpdatedAtFunction}()");
    }

    /// <summary>
    /// Lets the database note the login of an act (session_user), since an application can claim any name. It does so when the time of
    /// the act changes, and nothing else changes the login. The property is read back after each save.
    /// </summary>
    /// <param name="builder">The entity.</param>
    /// <param name="login">The property for the login.</param>
    /// <param name="time">The property with the time of the act.</param>
    public static EntityTypeBuilder<TEntity> HasLogin<TEntity, TTime>(
        this EntityTypeBuilder<TEntity> builder, Expression<Func<TEntity, string?>> login, Expression<Func<TEntity, TTime>> time)
        where TEntity : class
    {
        SetByDatabase(builder.Property(login).ValueGeneratedOnAddOrUpdate())
            .HasAnnotation(builder.Metadata.Model.RequireFeatures().Annotations.LoginOf, PropertyNames.Read(time));
        return builder;
    }

    /// <summary>Lets the database note when it took a row. A bulk write leaves the column to the database too.</summary>
    /// <param name="builder">The entity.</param>
    /// <param name="receivedAt">The property for the time at which the transaction began.</param>
    public static EntityTypeBuilder<TEntity> HasTimeOfInsert<TEntity>(
        this EntityTypeBuilder<TEntity> builder, Expression<Func<TEntity, DateTimeOffset?>> receivedAt)
        where TEntity : class
    {
        SetByDatabase(builder.Property(receivedAt).ValueGeneratedOnAdd()).IsRequired().HasDefaultValueSql("now()");
        return builder;
    }

    /// <summary>
    /// Lets the database note when it took a change of a property. Rows that are inserted with a value have no such time. The property
    /// is read back after each save.
    /// </summary>
    /// <param name="builder">The entity.</param>
    /// <param name="noted">The property for the time at which the transaction began.</param>
    /// <param name="changed">The property that changes.</param>
    public static EntityTypeBuilder<TEntity> HasTimeOfChange<TEntity, TValue>(
        this EntityTypeBuilder<TEntity> builder,
        Expression<Func<TEntity, DateTimeOffset?>> noted,
        Expression<Func<TEntity, TValue>> changed)
        where TEntity : class
    {
        SetByDatabase(builder.Property(noted).ValueGeneratedOnUpdate())
            .HasAnnotation(builder.Metadata.Model.RequireFeatures().Annotations.ChangeOf, PropertyNames.Read(changed));
        return builder;
    }

    private static PropertyBuilder<TValue> SetByDatabase<TValue>(PropertyBuilder<TValue> property)
    {
        property.Metadata.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
        property.Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        return property;
    }
}
