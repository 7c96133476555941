namespace PSModelPruning.Compute.Data;

/// <summary>What scaling needs to know about numbers.</summary>
internal interface INumberStatistics
{
    double Mean { get; }

    /// <summary>The population standard deviation (divides by the count, as StandardScaler of scikit-learn does).</summary>
    double StandardDeviation { get; }

    double Minimum { get; }

    double Maximum { get; }

    /// <summary>The quantile with linear interpolation between neighbours (type 7 of Hyndman and Fan, 1996).</summary>
    double Quantile(double fraction);
}
