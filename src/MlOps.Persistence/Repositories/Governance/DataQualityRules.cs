using System.Globalization;
using System.Linq.Expressions;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Postgres;

namespace MlOps.Persistence.Repositories.Governance;

/// <summary>
/// Makes rules from the model: a property that is renamed takes its rules along. Where several properties are given, as in
/// x => new { x.A, x.B }, a row has to keep the rule in all of them.
/// </summary>
public sealed class DataQualityRules(MlOpsDbContext context)
{
    /// <summary>A property that may be missing is there.</summary>
    public DataQualityRule Complete<TEntity>(Expression<Func<TEntity, object?>> property, double threshold = DataQualityCheck.DefaultThreshold)
        where TEntity : Entity => OfEach(
            DataQualityKind.Completeness, property, "is there", column => $"{column} IS NOT NULL", threshold);

    /// <summary>A number lies in a range, both ends included; one that is missing does.</summary>
    public DataQualityRule InRange<TEntity>(
        Expression<Func<TEntity, object?>> property, double from, double to, double threshold = DataQualityCheck.DefaultThreshold)
        where TEntity : Entity
    {
        var (low, high) = (Number(from), Number(to));
        return OfEach(
            DataQualityKind.Range, property, $"is from {low} to {high}",
            column => $"({column} BETWEEN {low} AND {high}) IS NOT FALSE", threshold);
    }

    /// <summary>
    /// A combination of properties is there once: of rows that have it alike all but one break the rule. One of which a part
    /// is missing is like no other.
    /// </summary>
    public DataQualityRule Unique<TEntity>(
        Expression<Func<TEntity, object?>> property, double threshold = DataQualityCheck.DefaultThreshold)
        where TEntity : Entity
    {
        var (rows, columns) = Find(property);
        var isWhole = string.Join(" AND ", columns.Select(column => $"{column.Sql} IS NOT NULL"));
        return new DataQualityRule(
            $"{rows.Name}: {Names(columns)} is unique", DataQualityKind.Uniqueness, rows.Name,
            "SELECT coalesce(sum(CASE WHEN whole THEN 1 ELSE n END), 0)::bigint, coalesce(sum(n - 1) FILTER (WHERE whole), 0)::bigint " +
            $"FROM (SELECT count(*) AS n, {isWhole} AS whole FROM {rows.From} WHERE {rows.InWindow} " +
            $"GROUP BY {string.Join(", ", columns.Select(column => column.Sql))}) g",
            threshold);
    }

    /// <summary>What a property names exists elsewhere, where no foreign key sees to it.</summary>
    public DataQualityRule Refers<TEntity, TPrincipal>(
        Expression<Func<TEntity, object?>> property,
        Expression<Func<TPrincipal, object?>> principal,
        double threshold = DataQualityCheck.DefaultThreshold)
        where TEntity : Entity
        where TPrincipal : Entity
    {
        var (rows, columns) = Find(property);
        var (others, keys) = Find(principal, "o");
        if (columns.Count != keys.Count)
            throw new ArgumentException(
                $"{Names(columns)} of {rows.Name} cannot refer to {Names(keys)} of {others.Name}: give as many properties on both sides.", nameof(principal));

        var isMissing = string.Join(" OR ", columns.Select(column => $"{column.Sql} IS NULL"));
        var isSame = string.Join(" AND ", keys.Zip(columns, (key, column) => $"{key.Sql} = {column.Sql}"));
        return OfRows(
            DataQualityKind.Referential, rows, $"{Names(columns)} refers to {others.Name}.{Names(keys)}",
            $"({isMissing} OR EXISTS (SELECT FROM {others.From} WHERE {others.OfTenant} AND {isSame}))", threshold);
    }

    /// <summary>
    /// Something came in lately: the newest row is at most so much older than the end of the window, however long the window is.
    /// </summary>
    public DataQualityRule Fresh<TEntity>(TimeSpan limit)
        where TEntity : Entity
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero);
        var rows = new RuleRows(context, typeof(TEntity));
        return new DataQualityRule(
            $"{rows.Name}: has rows of the last {limit:c}", DataQualityKind.Freshness, rows.Name,
            $"SELECT n, 1 - n FROM (SELECT count(*) AS n FROM (SELECT FROM {rows.From} WHERE {rows.InWindow} LIMIT 1) f) g", 1, limit);
    }

    /// <summary>Rows of a base table that a property assigns to a leaf are in the leaf's table as well.</summary>
    public DataQualityRule InLeaf<TBase, TLeaf>(Expression<Func<TBase, object?>> property, string value)
        where TBase : Entity
        where TLeaf : TBase
    {
        var (rows, columns) = Find(property);
        var leaf = new RuleRows(context, typeof(TLeaf), "l");
        var isValue = string.Join(" AND ", columns.Select(column => $"{column.Sql} = {SqlNames.Literal(value)}"));
        return new DataQualityRule(
            $"{rows.Name}: {Names(columns)} {value} is in {leaf.Name}", DataQualityKind.Unified, rows.Name,
            $"SELECT count(l.id), count(*) - count(l.id) FROM {rows.From} LEFT JOIN {leaf.Own} " +
            $"ON l.tenant_id = t.tenant_id AND l.id = t.id{leaf.BoundsOf("l")} WHERE {rows.InWindow} AND {isValue}",
            1);
    }

    private DataQualityRule OfEach<TEntity>(
        DataQualityKind kind, Expression<Func<TEntity, object?>> property, string what, Func<string, string> condition, double threshold)
        where TEntity : Entity
    {
        var (rows, columns) = Find(property);
        var isKept = string.Join(" AND ", columns.Select(column => condition(column.Sql)));
        return OfRows(kind, rows, $"{Names(columns)} {what}", $"({isKept})", threshold);
    }

    private static DataQualityRule OfRows(DataQualityKind kind, RuleRows rows, string what, string condition, double threshold) => new(
        $"{rows.Name}: {what}", kind, rows.Name,
        $"SELECT count(*) FILTER (WHERE {condition}), count(*) FILTER (WHERE NOT {condition}) FROM {rows.From} WHERE {rows.InWindow}", threshold);

    private (RuleRows Rows, IReadOnlyList<RuleColumn> Columns) Find<TEntity>(Expression<Func<TEntity, object?>> property, string alias = "t")
    {
        var rows = new RuleRows(context, typeof(TEntity), alias);
        return (rows, rows.Columns(property));
    }

    private static string Names(IReadOnlyList<RuleColumn> columns) => string.Join(", ", columns.Select(column => column.Name));

    // A constant without quotes is compared with any kind of number; in quotes it would have to be one of the column's.
    private static string Number(double value) => Guard.Finite(value, nameof(value)).ToString("R", CultureInfo.InvariantCulture);
}
