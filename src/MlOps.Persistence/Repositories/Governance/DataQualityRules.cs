using System.Globalization;
using System.Linq.Expressions;
using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Governance;
using MlOps.Domain.Predictions;
using MlOps.Postgres;

namespace MlOps.Persistence.Repositories.Governance;

/// <summary>
/// Makes rules from the model, so that the rules of a renamed column follow. If several properties are given, as in
/// x => new { x.A, x.B }, a row must keep the rule in all of them.
/// </summary>
public sealed class DataQualityRules(MlOpsDbContext context)
{
    /// <summary>An optional property has a value.</summary>
    public DataQualityRule Complete<TEntity>(
        Expression<Func<TEntity, object?>> property, double threshold = DataQualityCheck.DefaultThreshold)
        where TEntity : Entity =>
        MakeForEachColumn(
            DataQualityKind.Completeness, property, "is there", column => $"{column} IS NOT NULL", threshold);

    /// <summary>A number is in a range that includes both ends, or is missing.</summary>
    public DataQualityRule InRange<TEntity>(
        Expression<Func<TEntity, object?>> property,
        double from,
        double to,
        double threshold = DataQualityCheck.DefaultThreshold)
        where TEntity : Entity
    {
        var (low, high) = (Format(from), Format(to));
        return MakeForEachColumn(
            DataQualityKind.Range, property, $"is from {low} to {high}",
            column => $"({column} BETWEEN {low} AND {high}) IS NOT FALSE", threshold);
    }

    /// <summary>Each of several values is as large as the one before it, or later, or missing.</summary>
    /// <exception cref="ArgumentException">It is one property alone.</exception>
    public DataQualityRule InOrder<TEntity>(
        Expression<Func<TEntity, object?>> properties, double threshold = DataQualityCheck.DefaultThreshold)
        where TEntity : Entity
    {
        var (rows, columns) = Find(properties);
        if (columns.Count < 2)
            throw new ArgumentException($"{JoinNames(columns)} of {rows.Name} is alone. Give two properties or more.", nameof(properties));

        var isInOrder = columns.Zip(columns.Skip(1), (one, next) => $"({one.Sql} <= {next.Sql}) IS NOT FALSE");
        return MakeForRows(
            DataQualityKind.Range, rows, $"{JoinNames(columns)} are in order", $"({string.Join(" AND ", isInOrder)})", threshold);
    }

    /// <summary>
    /// A combination of values occurs once. Of the rows that share a combination, all but one break the rule. A row in
    /// which one of the values is missing keeps it.
    /// </summary>
    public DataQualityRule Unique<TEntity>(
        Expression<Func<TEntity, object?>> property, double threshold = DataQualityCheck.DefaultThreshold)
        where TEntity : Entity
    {
        var (rows, columns) = Find(property);
        var isWhole = string.Join(" AND ", columns.Select(column => $"{column.Sql} IS NOT NULL"));
        return new DataQualityRule(
            $"{rows.Name}: {JoinNames(columns)} is unique", DataQualityKind.Uniqueness, rows.Name,
            "SELECT coalesce(sum(CASE WHEN whole THEN 1 ELSE n END), 0)::bigint, " +
            "coalesce(sum(n - 1) FILTER (WHERE whole), 0)::bigint " +
            $"FROM (SELECT count(*) AS n, {isWhole} AS whole FROM {rows.From} WHERE {rows.InWindow} " +
            $"GROUP BY {string.Join(", ", columns.Select(column => column.Sql))}) g",
            threshold);
    }

    /// <summary>The row that a property refers to exists, where no foreign key ensures it.</summary>
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
                $"{JoinNames(columns)} of {rows.Name} cannot refer to {JoinNames(keys)} of {others.Name}. " +
                "Give the same number of properties on both sides.",
                nameof(principal));

        var isMissing = string.Join(" OR ", columns.Select(column => $"{column.Sql} IS NULL"));
        var isSame = string.Join(" AND ", keys.Zip(columns, (key, column) => $"{key.Sql} = {column.Sql}"));
        return MakeForRows(
            DataQualityKind.Referential, rows, $"{JoinNames(columns)} refers to {others.Name}.{JoinNames(keys)}",
            $"({isMissing} OR EXISTS (SELECT 1 FROM {others.From} WHERE {others.OfTenant} AND {isSame}))", threshold);
    }

    /// <summary>
    /// The newest row is no older than a limit. Its age is measured from the end of the window, for a window of any
    /// length.
    /// </summary>
    public DataQualityRule Fresh<TEntity>(TimeSpan limit)
        where TEntity : Entity
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero);
        var rows = new RuleRows(context, typeof(TEntity));
        return new DataQualityRule(
            $"{rows.Name}: has rows of the last {limit:c}", DataQualityKind.Freshness, rows.Name,
            $"SELECT n, 1 - n FROM (SELECT count(*) AS n " +
            $"FROM (SELECT 1 FROM {rows.From} WHERE {rows.InWindow} LIMIT 1) f) g",
            1, limit);
    }

    /// <summary>
    /// A row of a base table that belongs to a leaf by one of its properties is in the leaf's table too.
    /// </summary>
    public DataQualityRule InLeaf<TBase, TLeaf>(Expression<Func<TBase, object?>> property, string value)
        where TBase : Entity
        where TLeaf : TBase
    {
        var (rows, columns) = Find(property);
        var leaf = new RuleRows(context, typeof(TLeaf), "l");
        var isValue = string.Join(" AND ", columns.Select(column => $"{column.Sql} = {SqlNames.Literal(value)}"));
        return new DataQualityRule(
            $"{rows.Name}: {JoinNames(columns)} {value} is in {leaf.Name}", DataQualityKind.Unified, rows.Name,
            $"SELECT count({leaf.OwnId}), count(*) - count({leaf.OwnId}) FROM {rows.From} " +
            $"LEFT JOIN {leaf.OwnTable} ON {leaf.MatchTo(rows)} WHERE {rows.InWindow} AND {isValue}",
            1);
    }

    /// <summary>
    /// The features of a prediction fit its schema: it exists, and the arrays have its lengths and begin with place 1. What does not fit
    /// counts as missing. A prediction without a schema passes.
    /// </summary>
    public DataQualityRule FeaturesFit(double threshold = DataQualityCheck.DefaultThreshold)
    {
        var (rows, columns) = Find<Prediction>(
            p => new { p.TenantId, p.FeatureSchemaId, p.Features, p.Categories, p.Attributions });
        var (schemas, keys) = Find<FeatureSchema>(s => new { s.TenantId, s.Id, s.NumberCount, s.CategoryCount }, "s");
        string[] lengths = [keys[2].Sql, keys[3].Sql, $"{keys[2].Sql} + {keys[3].Sql}"];
        var arrays = columns.Skip(2).Zip(lengths, (array, length) =>
            $" AND ({array.Sql} IS NULL OR (cardinality({array.Sql}) = {length} " +
            $"AND coalesce(array_ndims({array.Sql}) = 1 AND array_lower({array.Sql}, 1) = 1, {length} = 0)))");
        return MakeForRows(
            DataQualityKind.Referential, rows, "features fit their schema",
            $"({columns[1].Sql} IS NULL OR EXISTS (SELECT 1 FROM {schemas.From} WHERE {keys[0].Sql} = {columns[0].Sql} " +
            $"AND {keys[1].Sql} = {columns[1].Sql}{string.Concat(arrays)}))",
            threshold);
    }

    private DataQualityRule MakeForEachColumn<TEntity>(
        DataQualityKind kind,
        Expression<Func<TEntity, object?>> property,
        string claim,
        Func<string, string> condition,
        double threshold)
        where TEntity : Entity
    {
        var (rows, columns) = Find(property);
        var isTrueOfAll = string.Join(" AND ", columns.Select(column => condition(column.Sql)));
        return MakeForRows(kind, rows, $"{JoinNames(columns)} {claim}", $"({isTrueOfAll})", threshold);
    }

    private static DataQualityRule MakeForRows(
        DataQualityKind kind, RuleRows rows, string claim, string condition, double threshold) => new(
        $"{rows.Name}: {claim}", kind, rows.Name,
        $"SELECT count(*) FILTER (WHERE {condition}), count(*) FILTER (WHERE NOT {condition}) " +
        $"FROM {rows.From} WHERE {rows.InWindow}",
        threshold);

    private (RuleRows Rows, IReadOnlyList<RuleColumn> Columns) Find<TEntity>(
        Expression<Func<TEntity, object?>> property, string alias = "t")
    {
        var rows = new RuleRows(context, typeof(TEntity), alias);
        return (rows, rows.FindColumns(property));
    }

    private static string JoinNames(IReadOnlyList<RuleColumn> columns) =>
        string.Join(", ", columns.Select(column => column.Name));

    // A constant without quotes compares with a number of any type. In quotes it would have to be of the column's type.
    private static string Format(double value) =>
        Guard.Finite(value, nameof(value)).ToString("R", CultureInfo.InvariantCulture);
}
