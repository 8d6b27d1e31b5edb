using MlOps.Domain.Predictions;
using MlOps.Domain.Tenancy;

namespace MlOps.Domain.Tests;

public class EntityTests
{
    private static readonly Guid Other = new("0195a000-0000-7000-8000-00000000000b");

    [Fact]
    public void An_entity_belongs_to_nobody_at_first() => Assert.Equal(Guid.Empty, Some.Model().TenantId);

    [Fact]
    public void An_entity_is_given_to_a_tenant_once_and_for_all()
    {
        var model = Some.Model();
        model.BelongTo(Some.Tenant);
        model.BelongTo(Some.Tenant);

        Refused.Transition(() => model.BelongTo(Other), $"{model.Id}", $"{Some.Tenant}", $"{Other}");
        Assert.Equal(Some.Tenant, model.TenantId);
    }

    [Fact]
    public void An_entity_cannot_be_given_to_the_empty_tenant()
    {
        var free = Some.Model();
        var owned = Some.Model(tenant: Some.Tenant);

        Refused.Value("TenantId", "empty id", () => free.BelongTo(Guid.Empty));
        Refused.Value("TenantId", "empty id", () => owned.BelongTo(Guid.Empty));
        Assert.Equal(Some.Tenant, owned.TenantId);
    }

    [Fact]
    public void The_default_tenant_is_a_UUIDv7_and_not_empty()
    {
        Assert.Equal(7, Tenants.Default.Version);
        Some.Model().BelongTo(Tenants.Default);
    }

    [Fact]
    public void The_id_is_a_UUIDv7_of_the_event_time()
    {
        var id = Some.Prediction().Id;

        Assert.Equal(7, id.Version);
        Assert.InRange(id.Variant, 8, 11);
        Assert.Equal(Some.Time.ToUnixTimeMilliseconds(), MillisecondsOf(id));
    }

    [Theory]
    [InlineData("1970-01-01T00:00:00Z")]
    [InlineData("9998-12-31T23:59:59.999Z")]
    public void The_id_bears_the_first_and_the_last_time_there_is(string time)
    {
        var at = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(at.ToUnixTimeMilliseconds(), MillisecondsOf(Prediction.ForService("s", "t", 1, at).Id));
    }

    [Fact]
    public void An_entity_takes_the_id_and_the_time_that_it_has_elsewhere()
    {
        var model = Some.Model();
        model.ReplaceId(Other);
        model.ReplaceCreatedAt(Some.Time.AddDays(1).AddTicks(9));

        Assert.Equal((Other, Some.Time.AddDays(1)), (model.Id, model.CreatedAt));
        Refused.Value("Id", "empty id", () => model.ReplaceId(Guid.Empty));
        Refused.Value("CreatedAt", "0001", () => model.ReplaceCreatedAt(default));
        Assert.Equal((Other, Some.Time.AddDays(1)), (model.Id, model.CreatedAt));
    }

    private static long MillisecondsOf(Guid id) => Convert.ToInt64(id.ToString("N")[..12], 16);
}
