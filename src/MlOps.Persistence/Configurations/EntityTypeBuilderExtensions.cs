using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Persistence.Conventions;

namespace MlOps.Persistence.Configurations;

/// <summary>What several configurations have in common.</summary>
internal static class EntityTypeBuilderExtensions
{
    /// <summary>Adds a CHECK named ck_table_rule.</summary>
    public static void HasCheck<TEntity>(this EntityTypeBuilder<TEntity> builder, string rule, string sql)
        where TEntity : class =>
        builder.ToTable(table => table.HasCheckConstraint($"ck_{builder.Metadata.GetTableName()}_{rule}", sql));

    /// <summary>Refuses NaN and infinities, which PostgreSQL sorts above or below every other number.</summary>
    public static void HasFiniteCheck<TEntity>(
        this EntityTypeBuilder<TEntity> builder, Expression<Func<TEntity, double?>> property)
        where TEntity : class =>
        builder.HasColumnCheck(property, "_finite", column => $"{column} > '-Infinity' and {column} < 'Infinity'");

    /// <summary>Refuses a number outside the range, and NaN, which PostgreSQL sorts above every number.</summary>
    public static void HasRangeCheck<TEntity, TNumber>(
        this EntityTypeBuilder<TEntity> builder, Expression<Func<TEntity, TNumber>> property, int from, int to)
        where TEntity : class =>
        builder.HasColumnCheck(property, "_range", column => $"{column} between {from} and {to}");

    /// <summary>Refuses a number below zero, NaN and infinity; null passes.</summary>
    public static void HasNotNegativeCheck<TEntity>(
        this EntityTypeBuilder<TEntity> builder, Expression<Func<TEntity, double?>> property)
        where TEntity : class =>
        builder.HasColumnCheck(property, "", column => $"{column} >= 0 and {column} < 'Infinity'");

    /// <summary>Refuses a count below zero; null passes.</summary>
    public static void HasNotNegativeCheck<TEntity>(
        this EntityTypeBuilder<TEntity> builder, Expression<Func<TEntity, long?>> property)
        where TEntity : class =>
        builder.HasColumnCheck(property, "", column => $"{column} >= 0");

    /// <summary>Refuses a span of time below zero; null passes.</summary>
    public static void HasNotNegativeCheck<TEntity>(
        this EntityTypeBuilder<TEntity> builder, Expression<Func<TEntity, TimeSpan?>> property)
        where TEntity : class =>
        builder.HasColumnCheck(property, "", column => $"{column} >= interval '0'");

    /// <summary>
    /// Detects, by a system column of the row, that another writer changed the row first. It does not work for a
    /// partitioned table: PostgreSQL cannot return a system column from an insert into one.
    /// </summary>
    public static void HasRowVersion<TEntity>(this EntityTypeBuilder<TEntity> builder)
        where TEntity : class =>
        builder.Property<uint>("xmin").IsRowVersion();

    // Columns get their names when the model is finished, so the check is an annotation until then.
    private static void HasColumnCheck<TEntity, TValue>(
        this EntityTypeBuilder<TEntity> builder,
        Expression<Func<TEntity, TValue>> property,
        string nameSuffix,
        Func<string, string> condition)
        where TEntity : class =>
        builder.Property(property)
            .HasAnnotation($"{nameof(ColumnCheck)}{nameSuffix}", new ColumnCheck(nameSuffix, condition));
}
