using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Domain;
using MlOps.Domain.Governance;

namespace MlOps.Persistence.DataQuality;

/// <summary>Makes rules from the model: a property that is renamed takes its rules along.</summary>
public sealed class DataQualityRules(MlOpsDbContext context)
{
    private readonly ISqlGenerationHelper _sql = context.GetService<ISqlGenerationHelper>();

    /// <summary>A property that may be missing is there.</summary>
    public DataQualityRule Complete<TEntity>(Expression<Func<TEntity, object?>> property, double threshold = DataQualityCheck.DefaultThreshold)
        where TEntity : Entity => OfRows<TEntity>(
            DataQualityKind.Completeness, property, "is there", column => $"{column} IS NOT NULL", threshold);

    /// <summary>A number lies in a range, both ends included; one that is missing does.</summary>
    public DataQualityRule InRange<TEntity>(
        Expression<Func<TEntity, object?>> property, double from, double to, double threshold = DataQualityCheck.DefaultThreshold)
        where TEntity : Entity
    {
        var (low, high) = (Number(from), Number(to));
        return OfRows<TEntity>(
            DataQualityKind.Range, property, $"is from {low} to {high}",
            column => $"({column} BETWEEN '{low}' AND '{high}') IS NOT FALSE", threshold);
    }

    /// <summary>A combination of properties is there once: of rows that have it alike all but one break the rule.</summary>
    public DataQualityRule Unique<TEntity>(
        Expression<Func<TEntity, object?>> property, double threshold = DataQualityCheck.DefaultThreshold)
        where TEntity : Entity
    {
        var table = TableOf<TEntity>(property, out var columns);
        var list = string.Join(", ", columns);
        return new DataQualityRule(
            $"{table.Name}: {Names(columns)} is unique", DataQualityKind.Uniqueness, table.Name,
            $"SELECT count(*), coalesce(sum(n), 0)::bigint - count(*) FROM (SELECT count(*) AS n FROM {From(table)} GROUP BY {list}) g", threshold);
    }

    /// <summary>What a property names exists elsewhere, where no foreign key sees to it.</summary>
    public DataQualityRule Refers<TEntity, TPrincipal>(
        Expression<Func<TEntity, object?>> property,
        Expression<Func<TPrincipal, object?>> principal,
        double threshold = DataQualityCheck.DefaultThreshold)
        where TEntity : Entity
        where TPrincipal : Entity
    {
        var other = TableOf<TPrincipal>(principal, out var keys);
        return OfRows<TEntity>(
            DataQualityKind.Referential, property, $"refers to {other.Name}",
            column => $"({column} IS NULL OR EXISTS (SELECT FROM {Delimited(other)} o WHERE o.tenant_id = t.tenant_id AND o.{keys[0]} = {column}))",
            threshold);
    }

    /// <summary>Something came in lately: the newest row is at most so much older than the end of the window.</summary>
    public DataQualityRule Fresh<TEntity>(TimeSpan limit)
        where TEntity : Entity
    {
        var table = TableOf<TEntity>(row => row.CreatedAt, out var columns);
        var age = limit.ToString("c", CultureInfo.InvariantCulture).Replace('.', ' ');
        return new DataQualityRule(
            $"{table.Name}: has rows of the last {limit:c}", DataQualityKind.Freshness, table.Name,
            $"SELECT n, 1 - n FROM (SELECT count(*) AS n FROM (SELECT FROM {From(table)} AND t.{columns[0]} >= @end - interval '{age}' LIMIT 1) f) g", 1);
    }

    /// <summary>Rows of a base table that a property assigns to a leaf are in the leaf's table as well.</summary>
    public DataQualityRule InLeaf<TBase, TLeaf>(Expression<Func<TBase, object?>> property, string value)
        where TBase : Entity
        where TLeaf : TBase
    {
        var leaf = StoreObjectIdentifier.Create(context.Model.FindEntityType(typeof(TLeaf))!, StoreObjectType.Table)!.Value;
        var table = TableOf(property, out var columns);
        var literal = value.Replace("'", "''", StringComparison.Ordinal);
        return new DataQualityRule(
            $"{table.Name}: {value} is in {leaf.Name}", DataQualityKind.Unified, table.Name,
            $"SELECT count(l.id), count(*) - count(l.id) FROM {Delimited(table)} t LEFT JOIN {Delimited(leaf)} l " +
            "ON l.tenant_id = t.tenant_id AND l.id = t.id AND l.id >= @low AND l.id < @high " +
            $"WHERE {Window} AND t.{columns[0]} = '{literal}'",
            1);
    }

    private const string Window = "t.id >= @low AND t.id < @high AND t.created_at >= @start AND t.created_at < @end";

    private DataQualityRule OfRows<TEntity>(
        DataQualityKind kind, Expression<Func<TEntity, object?>> property, string what, Func<string, string> condition, double threshold)
        where TEntity : Entity
    {
        var table = TableOf(property, out var columns);
        var kept = condition($"t.{columns[0]}");
        return new DataQualityRule(
            $"{table.Name}: {Names(columns)} {what}", kind, table.Name,
            $"SELECT count(*) FILTER (WHERE {kept}), count(*) FILTER (WHERE NOT {kept}) FROM {From(table)}", threshold);
    }

    private StoreObjectIdentifier TableOf<TEntity>(Expression<Func<TEntity, object?>> property, out List<string> columns)
    {
        var entityType = context.Model.FindEntityType(typeof(TEntity))
            ?? throw new ArgumentException($"{typeof(TEntity).Name} is no entity of the model.", nameof(property));
        var table = StoreObjectIdentifier.Create(entityType, StoreObjectType.Table)!.Value;
        columns = [.. property.GetMemberAccessList().Select(member => _sql.DelimitIdentifier(
            entityType.FindProperty(member.Name)?.GetColumnName(table)
            ?? throw new ArgumentException($"{typeof(TEntity).Name}.{member.Name} is no column of {table.Name}.", nameof(property))))];
        return table;
    }

    private static string Names(List<string> columns) => string.Join(", ", columns).Replace("\"", "", StringComparison.Ordinal);

    private string Delimited(StoreObjectIdentifier table) => _sql.DelimitIdentifier(table.Name, table.Schema);

    private string From(StoreObjectIdentifier table) => $"{Delimited(table)} t WHERE {Window}";

    private static string Number(double value) => Guard.Finite(value, nameof(value)).ToString("R", CultureInfo.InvariantCulture);
}
