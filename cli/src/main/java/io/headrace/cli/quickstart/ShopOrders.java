package io.headrace.cli.quickstart;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * The data set that ships with Headrace: the orders of a small shop over some weeks, as JSON, keyed by customer. Few
 * customers order much and many a little; prices, cities and goods repeat as they do in life, so that it compresses as such
 * data does. It is the same each time.
 */
final class ShopOrders implements RecordSource {
    /** The number of orders unless asked otherwise. */
    static final int DEFAULT_COUNT = 200_000;

    private static final long SEED = 20_260_105;
    private static final int CUSTOMERS = 5_000;
    private static final Instant FIRST_ORDER = Instant.parse("2026-01-05T08:00:00Z");
    private static final String[] CITIES = {
        "Aarhus", "Bilbao", "Bologna", "Brno", "Ghent", "Graz", "Leipzig", "Lyon", "Malmo", "Porto", "Tartu", "Utrecht"
    };
    private static final String[] GOODS = {
        "tea-assam-250",
        "tea-sencha-100",
        "coffee-kenya-500",
        "coffee-decaf-250",
        "mug-blue",
        "mug-white",
        "kettle-1l",
        "filter-paper-100",
        "honey-350",
        "jam-fig-250",
        "biscuit-oat",
        "biscuit-almond",
        "spoon-wood",
        "jar-1l",
        "tray"
    };
    private static final int[] PRICE_CENTS = {
        690, 850, 1390, 790, 1250, 1190, 3900, 350, 620, 480, 320, 450, 290, 540, 1890
    };

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final int count;
    private int made;
    private long secondsSinceFirst;

    ShopOrders(int count) {
        this.count = count;
    }

    @Override
    public KeyedRecord next() {
        if (made == count) {
            return null;
        }
        made++;
        secondsSinceFirst += random.nextInt(30);
        // The square of an even distribution favours low numbers: regular customers.
        double skewed = random.nextDouble() * random.nextDouble();
        int customer = (int) (skewed * CUSTOMERS);
        String key = "customer-" + digits(customer, 5);
        return new KeyedRecord(
                key.getBytes(StandardCharsets.UTF_8), order(customer).getBytes(StandardCharsets.UTF_8));
    }

    private String order(int customer) {
        StringBuilder order = new StringBuilder(256);
        order.append("{\"order\":").append(1_000_000 + made);
        order.append(",\"time\":\"")
                .append(FIRST_ORDER.plusSeconds(secondsSinceFirst))
                .append('"');
        order.append(",\"customer\":\"customer-").append(digits(customer, 5)).append('"');
        order.append(",\"city\":\"").append(CITIES[customer % CITIES.length]).append("\",\"items\":[");
        int totalCents = 0;
        int items = 1 + random.nextInt(3);
        for (int i = 0; i < items; i++) {
            int good = random.nextInt(GOODS.length);
            int quantity = 1 + random.nextInt(4);
            totalCents += quantity * PRICE_CENTS[good];
            order.append(i == 0 ? "" : ",").append("{\"sku\":\"").append(GOODS[good]);
            order.append("\",\"quantity\":").append(quantity);
            order.append(",\"price\":").append(euros(PRICE_CENTS[good])).append('}');
        }
        return order.append("],\"total\":")
                .append(euros(totalCents))
                .append('}')
                .toString();
    }

    private static String euros(int cents) {
        return cents / 100 + "." + digits(cents % 100, 2);
    }

    private static String digits(int number, int width) {
        String text = Integer.toString(number);
        return "0".repeat(Math.max(0, width - text.length())) + text;
    }
}
