using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MlOps.Persistence.Configurations;

/// <summary>What several configurations say alike.</summary>
internal static class EntityTypeBuilderExtensions
{
    /// <summary>Adds a CHECK named ck_table_rule.</summary>
    public static void HasCheck<TEntity>(this EntityTypeBuilder<TEntity> builder, string rule, string sql)
        where TEntity : class =>
        builder.ToTable(table => table.HasCheckConstraint($"ck_{builder.Metadata.GetTableName()}_{rule}", sql));

    /// <summary>Refuses NaN and infinities, which PostgreSQL sorts above or below every other number.</summary>
    public static void HasFiniteCheck<TEntity>(this EntityTypeBuilder<TEntity> builder, string column)
        where TEntity : class =>
        builder.HasCheck($"{column}_finite", $"{column} > '-Infinity' and {column} < 'Infinity'");

    /// <summary>Refuses what lies outside; NaN lies above everything.</summary>
    public static void HasRangeCheck<TEntity>(this EntityTypeBuilder<TEntity> builder, string column, int from, int to)
        where TEntity : class =>
        builder.HasCheck($"{column}_range", $"{column} between {from} and {to}");

    /// <summary>Refuses what is below zero, NaN and infinity; what is missing passes.</summary>
    public static void HasNotNegativeCheck<TEntity>(this EntityTypeBuilder<TEntity> builder, string column)
        where TEntity : class =>
        builder.HasCheck(column, $"{column} >= 0 and {column} < 'Infinity'");

    /// <summary>
    /// Two writers notice each other by the row's system column. Not for tables that are partitioned: PostgreSQL cannot
    /// return a system column from an insert into them.
    /// </summary>
    public static void HasRowVersion<TEntity>(this EntityTypeBuilder<TEntity> builder)
        where TEntity : class =>
        builder.Property<uint>("xmin").IsRowVersion();
}
