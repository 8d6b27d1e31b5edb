using Microsoft.EntityFrameworkCore;

namespace MlOps.Postgres.Tests;

/// <summary>Names that PostgreSQL would cut short.</summary>
public class NameRuleTests
{
    private static readonly Dictionary<string, (Action<ModelBuilder> Model, string[] Message)> Faults = new()
    {
        ["a role with a name that is cut"] = (
            model => model.HasSqlRole(new string('r', 64)), ["The role 'rrr", "has 64 bytes", "after 63", "Shorten it"]),
        ["a name whose bytes are more than its letters"] = (
            model => model.HasSqlRole(new string('ä', 32)), ["The role 'äää", "has 64 bytes"]),
        ["a view with a name that is cut"] = (
            model => model.HasSqlView($"reports.{new string('v', 64)}", _ => "SELECT 1"), ["The view 'vvv", "has 64 bytes"]),
        ["a materialized view whose index has a name that is cut"] = (
            model => model.HasSqlMaterializedView(new string('m', 61), ["a"], _ => "SELECT 1 AS a"),
            ["The unique index of a materialized view 'ux_mmm", "has 64 bytes"]),
        ["a function with a name that is cut"] = (
            model => model.HasSqlFunction($"{new string('f', 64)}()", "RETURNS int LANGUAGE sql AS 'SELECT 1'"),
                ["The function 'fff", "has 64 bytes"]),
        ["a trigger with a name that is cut"] = (
            model => Shop.Customers(model)
                .HasSqlTrigger(new string('t', 64), "BEFORE UPDATE", "EXECUTE FUNCTION f()"), ["The trigger 'ttt", "has 64 bytes"]),
        ["a sliced table whose partitions have names that are cut"] = (
            model => Shop.Orders(model).ToTable(new string('o', 56)), ["The partition 'ooo", "_1970_01' has 64 bytes"]),
        ["a table sliced by days whose partitions have names that are cut"] = (
            model =>
                Shop.Orders(model, SliceInterval.Day).ToTable(new string('o', 53)), ["The partition 'ooo", "_1970_01_01' has 64 bytes"]),
        ["a table with a name that is cut"] = (
            model => Shop.Customers(model).ToTable(new string('t', 64)), ["The table 'ttt", "has 64 bytes"]),
        ["a column with a name that is cut"] = (
            model => Shop.Customers(model).Property(customer => customer.Name)
                .HasColumnName(new string('c', 64)), ["The column 'ccc", "has 64 bytes"]),
        ["an index with a name that is cut"] = (
            model => Shop.Customers(model)
                .HasIndex(customer => customer.Name, new string('i', 64)), ["The index or constraint 'iii", "has 64 bytes"]),
        ["a key with a name that is cut"] = (
            model => Shop.Customers(model).ToTable(new string('ä', 31)), ["The index or constraint 'pk_äää", "has 65 bytes"]),
        ["a CHECK with a name that is cut"] = (
            model => Shop.Customers(model)
                .ToTable(table => table.HasCheckConstraint(new string('ß', 32), "true")), ["The index or constraint 'ßßß", "has 64 bytes"]),
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_fault_is_refused_with_the_entity_and_the_remedy(string fault) =>
        ModelAssert.IsRefused(Faults[fault].Model, Faults[fault].Message);
}
