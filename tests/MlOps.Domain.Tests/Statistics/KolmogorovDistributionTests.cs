using MlOps.Domain.Statistics;

namespace MlOps.Domain.Tests.Statistics;

/// <summary>The expected numbers are those of kstwo.sf of SciPy 1.10.1.</summary>
public class KolmogorovDistributionTests
{
    [Theory]
    [InlineData(1, 0.9, 0.19999999999999996)]
    [InlineData(1, 0.5, 1.0)]
    [InlineData(2, 0.6081118318204308, 0.30715267271827656)]
    [InlineData(2, 0.6363961030678927, 0.26441558772842894)]
    [InlineData(3, 0.5, 0.3333333333333333)]
    [InlineData(3, 0.7, 0.05400000000000003)]
    [InlineData(3, 0.999, 2.0000000000000055e-09)]
    [InlineData(3, 0.9999999, 1.9999999968418648e-21)]
    [InlineData(5, 0.3130495168499705, 0.6124416388294682)]
    [InlineData(5, 0.4472135954999579, 0.19951883851095398)]
    [InlineData(5, 0.6073160626889429, 0.027045733364361054)]
    [InlineData(10, 0.5, 0.00777741)]
    [InlineData(10, 0.7, 1.9544800000000034e-05)]
    [InlineData(10, 0.999, 2.0000000000000177e-30)]
    [InlineData(10, 0.9999999, 1.999999989472883e-70)]
    [InlineData(20, 0.12298373876248844, 0.8872473688951609)]
    [InlineData(20, 0.20124611797498107, 0.34549755290800177)]
    [InlineData(20, 0.33317412864746865, 0.017603194019848)]
    [InlineData(20, 0.4449775275224581, 0.0003964563346534611)]
    [InlineData(20, 0.5590169943749475, 2.0438554462966623e-06)]
    [InlineData(50, 0.5, 4.392853499119748e-12)]
    [InlineData(50, 0.7, 4.405451055671056e-25)]
    [InlineData(50, 0.999, 2.0000000000000887e-150)]
    [InlineData(86, 0.04313310928137537, 0.995145587174461)]
    [InlineData(86, 0.09273618495495703, 0.42462532287169064)]
    [InlineData(86, 0.14643690601026937, 0.04498274908770475)]
    [InlineData(86, 0.19409899176618914, 0.002590569243231173)]
    [InlineData(86, 0.3234983196103152, 1.6437273015791945e-08)]
    [InlineData(100, 0.1486, 0.021603913324174637)]
    [InlineData(140, 0.1255, 0.022160565302756837)]
    [InlineData(140, 0.025354627641855497, 0.9999736451248569)]
    [InlineData(140, 0.059160797830996155, 0.6886328804323913)]
    [InlineData(140, 0.10141851056742199, 0.10468682507194148)]
    [InlineData(140, 0.1681856966909748, 0.000624936955438649)]
    [InlineData(140, 0.1698760052004318, 0.0005309550280593265)]
    [InlineData(140, 0.4225771273642583, 3.4655579885233975e-23)]
    [InlineData(140, 0.5, 6.869300438276986e-33)]
    [InlineData(140, 0.7, 2.7611948816463573e-69)]
    [InlineData(141, 0.03368607684266076, 0.9956279094470666)]
    [InlineData(141, 0.04631835565865855, 0.9089131834623161)]
    [InlineData(141, 0.0842151921066519, 0.2553544927215675)]
    [InlineData(141, 0.1249079729325861, 0.022402230543954404)]
    [InlineData(141, 0.12548063623891131, 0.02150089188616989)]
    [InlineData(141, 0.2526455763199557, 2.0282471365668938e-08)]
    [InlineData(150, 0.5, 3.3509330712589067e-35)]
    [InlineData(150, 0.7, 3.3859855193018324e-74)]
    [InlineData(250, 0.025298221281347035, 0.9960418827628992)]
    [InlineData(250, 0.05692099788303083, 0.3785506128413154)]
    [InlineData(250, 0.10119288512538814, 0.011090801941333031)]
    [InlineData(250, 0.31622776601683794, 1.0049330359293078e-22)]
    [InlineData(1000, 0.009486832980505138, 0.9999856452042073)]
    [InlineData(1000, 0.04294373062508659, 0.04858066178681841)]
    [InlineData(1000, 0.07905694150420949, 6.967265066703322e-06)]
    [InlineData(1000, 0.31622776601683794, 2.1241648394741345e-89)]
    [InlineData(1000, 0.5, 1.064517291557782e-231)]
    [InlineData(8192, 0.007733980419227862, 0.7081844646768871)]
    [InlineData(8192, 0.016020388011257717, 0.029520723408799854)]
    [InlineData(8192, 0.05524271728019902, 3.598619030460784e-22)]
    [InlineData(8192, 0.16572815184059705, 4.119624795916779e-197)]
    [InlineData(20000, 0.00282842712474619, 0.9970719129828638)]
    [InlineData(20000, 0.010487807778558874, 0.02438785916074626)]
    [InlineData(20000, 0.07071067811865475, 2.117521468745184e-87)]
    [InlineData(100001, 0.0009486785546695988, 0.9999902553192083)]
    [InlineData(100001, 0.0031622618488986627, 0.26943531528151476)]
    [InlineData(100001, 0.004711770154859007, 0.0235129003602793)]
    [InlineData(100001, 0.05850184420462526, 6.076551246606111e-298)]
    [InlineData(500000, 0.0007778174593052024, 0.9225801147263445)]
    [InlineData(500000, 0.001697056274847714, 0.11212274689215374)]
    [InlineData(500000, 0.002545584412271571, 0.0030624000815791513)]
    [InlineData(500000, 0.004242640687119285, 3.0371983070628784e-08)]
    [InlineData(500000, 0.021213203435596423, 6.964810930911796e-196)]
    public void Probabilities_are_exact_to_a_millionth(long count, double distance, double expected)
    {
        var p = KolmogorovDistribution.Survival(distance, count);
        if (expected > 1e-12)
            AssertNear.Equal(expected, p, 1e-6);
        else
            AssertNear.Equal(Math.Log(expected), Math.Log(p), 1e-9);
    }

    [Theory]
    [InlineData(1, 0.75, 0.5)]
    [InlineData(2, 0.75, 0.125)]
    [InlineData(3, 0.9, 0.002)]
    [InlineData(1, 0.5, 1)]
    [InlineData(4, 1, 0)]
    [InlineData(1_000_000_000, 1, 0)]
    [InlineData(4, 0, 1)]
    [InlineData(1_000_000_000, 0, 1)]
    public void Simple_probabilities_are_known(long count, double distance, double expected) =>
        Assert.Equal(expected, KolmogorovDistribution.Survival(distance, count), 15);

    [Theory]
    [InlineData(7)]
    [InlineData(140)]
    [InlineData(141)]
    [InlineData(10_000)]
    [InlineData(1_000_000)]
    public void A_greater_distance_is_never_more_probable(long count)
    {
        var last = 1.0;
        for (var step = 1; step <= 400; step++)
        {
            var p = KolmogorovDistribution.Survival(Math.Min(1, step * 0.04 / Math.Sqrt(count)), count);
            // The methods meet with a difference of some millionths.
            Assert.InRange(p, 0, last * (1 + 3e-6));
            last = p;
        }
    }

    [Fact]
    public void Some_of_the_terms_of_a_long_sum_are_as_good_as_all()
    {
        foreach (var scaled in new[] { 2.2, 5.0, 40.0, 300.0 })
        {
            var (count, distance) = (200_000L, Math.Sqrt(scaled / 200_000));
            var sum = 0.0;
            for (long at = 1; at < count; at++)
            {
                var (below, above) = (distance + ((double)at / count), ((double)(count - at) / count) - distance);
                if (above > 0)
                    sum += distance / below * count / at / (count - at) * IncompleteBeta.Prefix(at, count - at, below, above);
            }

            AssertNear.Equal(2 * sum, KolmogorovDistribution.Survival(distance, count), 1e-10);
        }
    }

    [Fact]
    public void Invalid_arguments_are_refused()
    {
        Refused.Value("distance", "NaN", () => KolmogorovDistribution.Survival(double.NaN, 5));
        Refused.Value("distance", "1.5", () => KolmogorovDistribution.Survival(1.5, 5));
        Refused.Value("count", "0", () => KolmogorovDistribution.Survival(0.5, 0));
    }
}
