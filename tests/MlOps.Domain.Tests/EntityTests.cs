using MlOps.Domain.Predictions;
using MlOps.Domain.Tenancy;

namespace MlOps.Domain.Tests;

public class EntityTests
{
    private static readonly Guid Other = new("0195a000-0000-7000-8000-00000000000b");

    [Fact]
    public void A_new_entity_has_no_tenant() => Assert.Equal(Guid.Empty, Sample.Model().TenantId);

    [Fact]
    public void An_entity_stays_with_its_tenant()
    {
        var model = Sample.Model();
        model.BelongTo(Sample.Tenant);
        model.BelongTo(Sample.Tenant);

        Refused.Transition(() => model.BelongTo(Other), $"{model.Id}", $"{Sample.Tenant}", $"{Other}");
        Assert.Equal(Sample.Tenant, model.TenantId);
    }

    [Fact]
    public void An_entity_cannot_be_assigned_to_the_empty_tenant()
    {
        var free = Sample.Model();
        var owned = Sample.Model(tenant: Sample.Tenant);

        Refused.Value("TenantId", "empty id", () => free.BelongTo(Guid.Empty));
        Refused.Value("TenantId", "empty id", () => owned.BelongTo(Guid.Empty));
        Assert.Equal(Sample.Tenant, owned.TenantId);
    }

    [Fact]
    public void The_default_tenant_is_a_UUIDv7_and_not_empty()
    {
        Assert.Equal(7, Tenants.Default.Version);
        Sample.Model().BelongTo(Tenants.Default);
    }

    [Fact]
    public void The_id_is_a_UUIDv7_of_the_event_time()
    {
        var id = Sample.Prediction().Id;

        Assert.Equal(7, id.Version);
        Assert.InRange(id.Variant, 8, 11);
        Assert.Equal(Sample.Time.ToUnixTimeMilliseconds(), MillisecondsOf(id));
    }

    [Theory]
    [InlineData("1970-01-01T00:00:00Z")]
    [InlineData("9998-12-31T23:59:59.999Z")]
    public void The_id_can_hold_the_first_and_the_last_time(string time)
    {
        var at = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(at.ToUnixTimeMilliseconds(), MillisecondsOf(Prediction.ForService("s", "t", 1, at).Id));
    }

    [Fact]
    public void The_id_and_the_time_of_an_entity_can_be_replaced_by_valid_ones()
    {
        var model = Sample.Model();
        model.ReplaceId(Other);
        model.ReplaceCreatedAt(Sample.Time.AddDays(1).AddTicks(9));

        Assert.Equal((Other, Sample.Time.AddDays(1)), (model.Id, model.CreatedAt));
        Refused.Value("Id", "empty id", () => model.ReplaceId(Guid.Empty));
        Refused.Value("CreatedAt", "0001", () => model.ReplaceCreatedAt(default));
        Assert.Equal((Other, Sample.Time.AddDays(1)), (model.Id, model.CreatedAt));
    }

    private static long MillisecondsOf(Guid id) => Convert.ToInt64(id.ToString("N")[..12], 16);
}
