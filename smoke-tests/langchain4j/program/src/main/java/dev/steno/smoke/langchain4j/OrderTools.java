package dev.steno.smoke.langchain4j;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.util.concurrent.TimeUnit;

/** What a shop's assistant may use. */
public final class OrderTools {
  /** Takes its time. */
  @Tool("Finds the last order of a customer")
  public String findOrder(@P("the customer's number") String customer) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(200);
    return "{\"order\":\"o-of-" + customer + "\"}";
  }

  @Tool("Says where the parcel of an order is")
  public String findParcel(@P("the order's number") String order) {
    return order + " is in Lyon";
  }

  @SuppressWarnings("DoNotCallSuggester") // the model calls it
  @Tool("Cancels an order")
  public String cancelOrder(@P("the order's number") String order) {
    throw new IllegalStateException("order " + order + " was sent already");
  }
}
