using Microsoft.EntityFrameworkCore;

namespace MlOps.Postgres.Tests.Triggers;

/// <summary>Functions and triggers that PostgreSQL would refuse, or that would fail at the first change.</summary>
public class TriggerRuleTests
{
    private static readonly Dictionary<string, (Action<ModelBuilder> Model, string[] Message)> Faults = new()
    {
        ["a time of change in another column"] = (
            model => Shop.Customers(model).HasUpdatedAtTrigger(customer => customer.UpdatedAt).Property(customer => customer.UpdatedAt)
                .HasColumnName("changed"),
            ["Customer: its trigger writes the time of a change to the column updated_at, which its table does not have",
                "HasColumnName(\"updated_at\")"]),
        ["a function without arguments"] = (
            model => model.HasSqlFunction("f", "RETURNS int LANGUAGE sql AS 'SELECT 1'"),
                ["The function 'f' is not declared by a name and arguments", "f(a integer)"]),
        ["a function with a name that is two words"] = (
            model => model.HasSqlFunction("my f()", "RETURNS int LANGUAGE sql AS 'SELECT 1'"),
                ["The function 'my f()' is not declared by a name"]),
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_fault_is_refused_with_the_entity_and_the_remedy(string fault) =>
        ModelAssert.IsRefused(Faults[fault].Model, Faults[fault].Message);
}
